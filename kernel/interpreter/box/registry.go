package box

import (
	"fmt"
	"reflect"
	"sync"
)

// Registry makes the types of a session. It may be used by several goroutines.
type Registry struct {
	mu       sync.Mutex
	byKey    map[string]*Type
	byID     []*Type // byID[0] is nil
	wrappers []Wrapper
	wanted   map[string]bool
	unwrap   func(any) any // see OnPanic
	shapes   sync.Map      // shapeKey -> *shape
	active   cycles
	views    views

	templates templates
}

// state is how far the description of a type has come.
type state int

const (
	undescribed state = iota // never, or in vain
	describing
	described
)

// NewRegistry returns a registry without types. Wrappers are those that types
// may be carried in, the ones of this package for errors not among them.
func NewRegistry(wrappers []Wrapper) *Registry {
	r := &Registry{byKey: map[string]*Type{}, byID: []*Type{nil}, wanted: map[string]bool{}}
	r.wrappers = append(append(r.wrappers, errorWrappers()...), wrappers...)
	for _, w := range r.wrappers {
		for i := range w.Iface.NumMethod() {
			r.wanted[w.Iface.Method(i).Name] = true
		}
	}
	for _, name := range calledByName() {
		r.wanted[name] = true
	}
	return r
}

// Get returns the type with a key. Types have one key exactly if they are
// identical. When the key is new, desc describes the type; it may ask for the
// types that this one mentions, itself included: that one is returned as it is,
// to be complete when the outermost Get returns. If desc panics, the type stays
// undescribed until the next Get. Without desc, Get returns nil for new keys.
func (r *Registry) Get(key string, desc func() Desc) *Type {
	t := r.enter(key, desc != nil)
	if t == nil || desc == nil || !r.begin(t) {
		return t
	}
	defer r.end(t, undescribed) // unless it went well
	d := desc()
	if d.String == "" {
		d.String = key
	}
	t.Desc = d
	if d.Kind == reflect.Pointer && d.Name == "" && d.Elem != nil {
		d.Elem.pointer.Store(t)
	}
	r.end(t, described)
	return t
}

func (r *Registry) enter(key string, add bool) *Type {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.byKey[key]
	if !ok && add {
		t = &Type{ID: len(r.byID), Desc: Desc{String: key}, registry: r}
		r.byKey[key] = t
		r.byID = append(r.byID, t)
	}
	return t
}

// begin reports whether the caller is to describe t.
func (r *Registry) begin(t *Type) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.state != undescribed {
		return false
	}
	t.state = describing
	return true
}

func (r *Registry) end(t *Type, s state) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.state == describing {
		t.state = s
	}
}

// ByID returns the type with an ID. IDs count up from 1.
func (r *Registry) ByID(id int) *Type {
	r.mu.Lock()
	defer r.mu.Unlock()
	if id < 1 || id >= len(r.byID) {
		panic(fmt.Sprintf("box: got type ID %d, want one from 1 to %d", id, len(r.byID)-1))
	}
	return r.byID[id]
}

// Len returns how many types there are.
func (r *Registry) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.byID) - 1
}

// Wanted reports whether compiled code, this package included, may call methods
// of that name. Of other methods no function need be set.
func (r *Registry) Wanted(method string) bool { return r.wanted[method] }

// calledByName lists the methods that this package or the standard library
// looks for beside those of exported interfaces.
func calledByName() []string {
	return []string{
		"Error", "String", "GoString", "Format", "Is", "As", "Unwrap", "IsZero",
		"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "AppendText",
		"MarshalXML", "UnmarshalXML", "MarshalXMLAttr", "UnmarshalXMLAttr",
		"MarshalBinary", "UnmarshalBinary", "GobEncode", "GobDecode", "Scan", "Value",
	}
}

// OnPanic sets how a recovered value of a panic in a method is turned into the
// one that the user's code panicked with.
func (r *Registry) OnPanic(unwrap func(recovered any) any) { r.unwrap = unwrap }

func (r *Registry) recovered(v any) any {
	if r.unwrap == nil {
		return v
	}
	return r.unwrap(v)
}
