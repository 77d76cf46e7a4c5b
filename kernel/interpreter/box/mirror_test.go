package box

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"unsafe"
)

// mirror boxes values of real Go types, as if interpreted code had declared
// those. What the box does and what the value does can then be compared.
//
// Methods of the box are those of the real type: the representation is turned
// into a real value and, after the call, back.
type mirror struct {
	registry *Registry
	types    map[reflect.Type]*Type
	reals    map[*Type]reflect.Type
	open     map[reflect.Type]bool
	toRep    map[address]reflect.Value
	toReal   map[address]reflect.Value
	syncing  map[address]bool
}

type address struct {
	p unsafe.Pointer
	t reflect.Type
}

func newMirror() *mirror {
	return &mirror{
		registry: NewRegistry(testWrappers()), types: map[reflect.Type]*Type{}, reals: map[*Type]reflect.Type{},
		open: map[reflect.Type]bool{}, toRep: map[address]reflect.Value{}, toReal: map[address]reflect.Value{}, syncing: map[address]bool{},
	}
}

// testWrappers are a few of those that are generated for compiled interfaces.
func testWrappers() []Wrapper {
	return []Wrapper{
		{reflect.TypeFor[fmt.Stringer](), func(b Box) any { return stringerBox{b} }},
		{reflect.TypeFor[sort.Interface](), func(b Box) any { return sortBox{b} }},
	}
}

type stringerBox struct{ Box }

func (w stringerBox) String() string { return w.T.Method("String").(func(any) string)(w.V) }

type sortBox struct{ Box }

func (w sortBox) Len() int           { return w.T.Method("Len").(func(any) int)(w.V) }
func (w sortBox) Less(i, j int) bool { return w.T.Method("Less").(func(any, int, int) bool)(w.V, i, j) }
func (w sortBox) Swap(i, j int)      { w.T.Method("Swap").(func(any, int, int))(w.V, i, j) }

// of returns a value as interpreted code would pass it to compiled code.
func (m *mirror) of(x any) any {
	if x == nil {
		return nil
	}
	v := reflect.ValueOf(x)
	return m.typeOf(v.Type()).Carry(m.rep(v).Interface())
}

// back returns the real value that of was given.
func (m *mirror) back(x any) any {
	if b, ok := Of(x); ok {
		return m.real(reflect.ValueOf(b.V), m.reals[b.T]).Interface()
	}
	return m.real(reflect.ValueOf(x), reflect.TypeOf(x)).Interface()
}

// isOurs reports whether interpreted code is thought to have declared t.
func isOurs(t reflect.Type) bool {
	return t.PkgPath() == boxType.PkgPath() && t != boxType
}

func isRaw(t reflect.Type) bool { return raw(t, map[reflect.Type]bool{}) }

func raw(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t.Name() != "" || seen[t] {
		return !isOurs(t)
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Map:
		return raw(t.Key(), seen) && raw(t.Elem(), seen)
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		return raw(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.PkgPath != "" || f.Anonymous || !raw(f.Type, seen) {
				return false
			}
		}
	case reflect.Func:
		for i := range t.NumIn() {
			if !raw(t.In(i), seen) {
				return false
			}
		}
		for i := range t.NumOut() {
			if !raw(t.Out(i), seen) {
				return false
			}
		}
	case reflect.Interface:
		return t.NumMethod() == 0
	}
	return true
}

func (m *mirror) typeOf(t reflect.Type) *Type {
	if d, ok := m.types[t]; ok {
		return d
	}
	d := m.registry.Get(key(t), func() Desc { return m.describe(t) })
	if t.Kind() != reflect.Interface && !isRaw(t) {
		for i := range t.NumMethod() {
			d.SetMethod(t.Method(i).Name, m.method(t, t.Method(i)))
		}
	}
	m.types[t], m.reals[d] = d, t
	if isOurs(t) && t.Kind() != reflect.Interface {
		m.typeOf(reflect.PointerTo(t)) // values with an address have its methods
	}
	return d
}

func key(t reflect.Type) string {
	var b strings.Builder
	writeType(&b, t)
	return b.String()
}

func (m *mirror) describe(t reflect.Type) Desc {
	d := Desc{String: t.String(), Name: t.Name(), PkgPath: t.PkgPath(), Kind: t.Kind()}
	if isRaw(t) {
		d.Native = t
	}
	get := m.typeOf
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		d.Elem = get(t.Elem())
	case reflect.Array:
		d.Elem, d.Len = get(t.Elem()), t.Len()
	case reflect.Chan:
		d.Elem, d.Dir = get(t.Elem()), t.ChanDir()
	case reflect.Map:
		d.Key, d.Elem = get(t.Key()), get(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			d.Fields = append(d.Fields, Field{f.Name, f.PkgPath, get(f.Type), f.Tag, f.Anonymous})
		}
	case reflect.Interface:
		for i := range t.NumMethod() {
			d.Interface = append(d.Interface, Method{t.Method(i).Name, t.Method(i).PkgPath, SigOf(t.Method(i).Type)})
		}
		return d
	}
	for i := range t.NumMethod() {
		d.Methods = append(d.Methods, Method{Name: t.Method(i).Name, Sig: SigOf(withoutReceiver(t.Method(i).Type))})
	}
	d.Rep = m.repType(t)
	return d
}

func withoutReceiver(f reflect.Type) reflect.Type {
	in, out := signature(f)
	return reflect.FuncOf(in[1:], out, f.IsVariadic())
}

func signature(f reflect.Type) (in, out []reflect.Type) {
	for i := range f.NumIn() {
		in = append(in, f.In(i))
	}
	for i := range f.NumOut() {
		out = append(out, f.Out(i))
	}
	return in, out
}

// method returns the function that calls a method for a representation.
func (m *mirror) method(t reflect.Type, method reflect.Method) any {
	in, out := signature(method.Type)
	repIn, repOut := []reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{}
	for _, t := range in[1:] {
		repIn = append(repIn, m.repType(t))
	}
	for _, t := range out {
		repOut = append(repOut, m.repType(t))
	}
	return reflect.MakeFunc(reflect.FuncOf(repIn, repOut, method.Type.IsVariadic()), func(args []reflect.Value) []reflect.Value {
		call := []reflect.Value{m.real(args[0].Elem(), t)}
		for i, a := range args[1:] {
			call = append(call, m.real(a, in[i+1]))
		}
		defer m.sync()
		var results []reflect.Value
		if method.Type.IsVariadic() {
			results = method.Func.CallSlice(call)
		} else {
			results = method.Func.Call(call)
		}
		for i, r := range results {
			results[i] = m.repAs(r, repOut[i])
		}
		return results
	}).Interface()
}

// sync carries what a method did to real values behind pointers over to their
// representations.
func (m *mirror) sync() {
	for a, rep := range m.toRep {
		if !rep.IsNil() {
			m.fill(reflect.NewAt(a.t, a.p).Elem(), rep.Elem())
		}
	}
}

// repType is the representation of a type.
func (m *mirror) repType(t reflect.Type) reflect.Type {
	switch {
	case isRaw(t):
		return t
	case t.Kind() == reflect.Interface:
		if isOurs(t) || t.Name() == "" {
			return reflect.TypeFor[any]()
		}
		return t
	case m.open[t]:
		return reflect.TypeFor[any]()
	}
	m.open[t] = true
	defer delete(m.open, t)
	rep := m.repUnder(t)
	if isOurs(t) && t.Kind() != reflect.Struct && mentions(t, t, map[reflect.Type]bool{}) {
		return reflect.StructOf([]reflect.StructField{{Name: "V", Type: rep}})
	}
	return rep
}

// mentions reports whether writing out t meets n without a struct in between.
func mentions(t, n reflect.Type, seen map[reflect.Type]bool) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		e := t.Elem()
		if e == n || seen[e] {
			return e == n
		}
		seen[e] = true
		return mentions(e, n, seen)
	}
	return false
}

func (m *mirror) repUnder(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Pointer:
		return reflect.PointerTo(m.repType(t.Elem()))
	case reflect.Slice:
		return reflect.SliceOf(m.repType(t.Elem()))
	case reflect.Array:
		return reflect.ArrayOf(t.Len(), m.repType(t.Elem()))
	case reflect.Map:
		return reflect.MapOf(m.repType(t.Key()), m.repType(t.Elem()))
	case reflect.Chan:
		return reflect.ChanOf(t.ChanDir(), m.repType(t.Elem()))
	case reflect.Struct:
		var fields []reflect.StructField
		for i := range t.NumField() {
			f := t.Field(i)
			fields = append(fields, reflect.StructField{Name: repName(f, i), Type: m.repType(f.Type), Tag: f.Tag})
		}
		return reflect.StructOf(fields)
	case reflect.Func:
		in, out := signature(t)
		for i := range in {
			in[i] = m.repType(in[i])
		}
		for i := range out {
			out[i] = m.repType(out[i])
		}
		return reflect.FuncOf(in, out, t.IsVariadic())
	}
	return basicOf[t.Kind()]
}

func repName(f reflect.StructField, i int) string {
	switch {
	case f.Name == "_":
		return "Blank" + strconv.Itoa(i) + "__"
	case f.PkgPath != "":
		return "X__" + f.Name
	}
	return f.Name
}

var basicOf = func() map[reflect.Kind]reflect.Type {
	m := map[reflect.Kind]reflect.Type{}
	for _, x := range []any{false, 0, int8(0), int16(0), int32(0), int64(0), uint(0), uint8(0), uint16(0), uint32(0), uint64(0), uintptr(0), float32(0), 0.0, complex64(0), complex128(0), ""} {
		m[reflect.TypeOf(x).Kind()] = reflect.TypeOf(x)
	}
	return m
}()
