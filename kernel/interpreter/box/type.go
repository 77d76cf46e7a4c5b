package box

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// Type is a type of Go at run time. There is one for each in a session: types
// are identical exactly if they are the same *Type.
type Type struct {
	ID int // greater than 0
	Desc

	registry *Registry
	state    state
	compared atomic.Int32                   // an equality
	pointer  atomic.Pointer[Type]           // to this one, if described
	methods  atomic.Pointer[map[string]any] // by name; replaced, never changed
	signed   sync.Map                       // name of a method -> *Type of its function, without the receiver
	carry    atomic.Pointer[Wrapper]        // canonical
	wraps    sync.Map                       // reflect.Type of an interface -> *Wrapper, nil if not implemented
	holds    sync.Map                       // *Type of an interface -> name of the first method missing
}

// Desc describes a type. The types it mentions may be under description still.
type Desc struct {
	String    string // as %T prints it: main.Point, []main.Point
	Name      string // of a type with a name: Point, Pair[int,string]
	PkgPath   string
	Kind      reflect.Kind
	Elem, Key *Type
	Len       int
	Dir       reflect.ChanDir
	Fields    []Field // field i is field i of the representation
	In, Out   []*Type
	Variadic  bool
	Methods   []Method     // the method set, promoted ones included, by name
	Interface []Method     // of an interface type, by name
	Rep       reflect.Type // the representation, if known
	Native    reflect.Type // of a raw type: the compiled type that it is
}

// Field is a field of a struct type.
type Field struct {
	Name     string
	PkgPath  string // of unexported fields
	Type     *Type
	Tag      reflect.StructTag
	Embedded bool
}

// Method is a method of a type, or one that an interface asks for.
type Method struct {
	Name    string
	PkgPath string // of unexported methods
	Sig     string // func(int) string: the same for identical signatures only
}

// String returns the type as %T prints it.
func (t *Type) String() string { return t.Desc.String }

// Method returns a function that calls a method of the type, with the receiver
// first and in the type's representation: a func(any, int) string for a method
// that takes an int and returns a string. It returns nil if none was set.
func (t *Type) Method(name string) any {
	if m := t.methods.Load(); m != nil {
		return (*m)[name]
	}
	return nil
}

// SetMethod sets what [Type.Method] returns: first, and again when a method has
// been redefined.
func (t *Type) SetMethod(name string, f any) {
	t.registry.mu.Lock()
	defer t.registry.mu.Unlock()
	next := map[string]any{name: f}
	if old := t.methods.Load(); old != nil {
		for k, v := range *old {
			if k != name {
				next[k] = v
			}
		}
	}
	t.methods.Store(&next)
}

// SetSignature says which type the function has that is the value of a method.
// Without, results of methods show their representation.
func (t *Type) SetSignature(name string, f *Type) { t.signed.Store(name, f) }

// signature returns what SetSignature set; nil if nothing.
func (t *Type) signature(name string) *Type {
	f, _ := t.signed.Load(name)
	s, _ := f.(*Type)
	return s
}

// SetRep sets the representation. Values show it, so it is needed only to make
// values where there are none.
func (t *Type) SetRep(r reflect.Type) {
	t.registry.mu.Lock()
	defer t.registry.mu.Unlock()
	t.Rep = r
}

// Comparable reports whether values of the type can be compared, as far as the
// type says. One that holds interfaces may turn out not to be.
func (t *Type) Comparable() bool {
	if t.Native != nil {
		return t.Native.Comparable()
	}
	switch t.Kind {
	case reflect.Slice, reflect.Map, reflect.Func:
		return false
	case reflect.Array:
		return t.Elem.Comparable()
	case reflect.Struct:
		for _, f := range t.Fields {
			if !f.Type.Comparable() {
				return false
			}
		}
	}
	return true
}
