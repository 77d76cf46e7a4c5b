package box

import (
	"reflect"
	"strings"
)

// Is reports whether x is of type t, or implements it if that is an interface:
// a case of a type switch. Nil is of no type.
func Is(x any, t *Type) bool {
	if x == nil {
		return false
	}
	if t.Kind != reflect.Interface {
		if t.Native != nil {
			return reflect.TypeOf(x) == t.Native
		}
		b, ok := Of(x)
		return ok && b.T == t
	}
	if len(t.Interface) == 0 {
		return true
	}
	return lacks(x, t) == ""
}

// lacks returns the first method of an interface type that x has not.
func lacks(x any, t *Type) string {
	if b, ok := Of(x); ok {
		return b.T.lacks(t)
	}
	rt := reflect.TypeOf(x)
	if t.Native != nil && rt.Implements(t.Native) {
		return ""
	}
	for _, m := range t.Interface {
		if !nativeHas(rt, m) {
			return m.Name
		}
	}
	return ""
}

func (t *Type) lacks(iface *Type) string {
	if name, ok := t.holds.Load(iface); ok {
		return name.(string)
	}
	name := ""
	for _, m := range iface.Interface {
		if !t.has(m, nil) {
			name = m.Name
			break
		}
	}
	t.holds.Store(iface, name)
	return name
}

// nativeHas reports whether a compiled type has a method. Those that are not
// exported cannot be seen, but then they belong to a compiled package, and so
// does the interface that asks for them.
func nativeHas(t reflect.Type, want Method) bool {
	if want.PkgPath != "" {
		return false
	}
	m, ok := t.MethodByName(want.Name)
	if !ok {
		return false
	}
	in := make([]reflect.Type, m.Type.NumIn()-1)
	for i := range in {
		in[i] = m.Type.In(i + 1)
	}
	out := make([]reflect.Type, m.Type.NumOut())
	for i := range out {
		out[i] = m.Type.Out(i)
	}
	return SigOf(reflect.FuncOf(in, out, m.Type.IsVariadic())) == want.Sig
}

// Assert is x.(T) for an x of the static type given. It returns the
// representation if t is concrete, and an interface value if it is an
// interface. It panics as Go does if x is not of that type.
func Assert(x any, t, static *Type) any {
	if !Is(x, t) {
		panic(failedAssertion(x, t, static))
	}
	if t.Kind != reflect.Interface {
		return V(x)
	}
	return To(x, t)
}

// AssertOK is v, ok := x.(T); v is nil if ok is false.
func AssertOK(x any, t *Type) (any, bool) {
	if !Is(x, t) {
		return nil, false
	}
	if t.Kind != reflect.Interface {
		return V(x), true
	}
	return To(x, t), true
}

// To converts an interface value that implements t to t. If t is a compiled
// interface that x's carrier does not implement, it is carried by another.
func To(x any, t *Type) any {
	if x == nil || t.Native == nil || t.Kind != reflect.Interface || t.Native.NumMethod() == 0 {
		return x
	}
	if reflect.TypeOf(x).Implements(t.Native) {
		return x
	}
	b, ok := Of(x)
	if !ok {
		return x
	}
	if w := b.T.wrapFor(t.Native); w != nil {
		return w.Wrap(b)
	}
	panic("box: " + b.T.String() + " implements " + t.String() + ", but there is no wrapper for that interface")
}

// assertionError is the run-time error of a type assertion. The one of package
// runtime cannot be made of types that only a [Registry] knows.
type assertionError string

// Error returns the text that Go gives.
func (e assertionError) Error() string { return string(e) }

// RuntimeError marks it as one of Go's run-time errors.
func (e assertionError) RuntimeError() {}

func failedAssertion(x any, t, static *Type) error {
	var s strings.Builder
	s.WriteString("interface conversion: ")
	switch {
	case x == nil:
		s.WriteString(interfaceName(t, static) + " is nil, not " + t.String())
	case t.Kind == reflect.Interface:
		s.WriteString(TypeName(x) + " is not " + t.String() + ": missing method " + lacks(x, t))
	default:
		s.WriteString(interfaceName(t, static) + " is " + TypeName(x) + ", not " + t.String())
		if TypeName(x) == t.String() {
			s.WriteString(scopes(x, t))
		}
	}
	return assertionError(s.String())
}

// interfaceName is what Go calls the static type: nothing in particular where
// an interface is asserted.
func interfaceName(t, static *Type) string {
	if static == nil || t.Kind == reflect.Interface {
		return "interface"
	}
	return static.String()
}

// scopes tells apart types that are printed alike.
func scopes(x any, t *Type) string {
	path := reflect.TypeOf(x).PkgPath()
	if b, ok := Of(x); ok {
		path = b.T.PkgPath
	}
	if path != t.PkgPath {
		return " (types from different packages)"
	}
	return " (types from different scopes)"
}

// TypeName returns what %T prints for x.
func TypeName(x any) string {
	if b, ok := Of(x); ok {
		return b.T.String()
	}
	if x == nil {
		return "<nil>"
	}
	return reflect.TypeOf(x).String()
}

// MethodValue returns a method of x, bound to it. Of a box it is bound to the
// function that was set.
func MethodValue(x any, name string) any {
	b, ok := Of(x)
	if !ok {
		return reflect.ValueOf(x).MethodByName(name).Interface()
	}
	f := reflect.ValueOf(b.T.Method(name))
	in := make([]reflect.Type, f.Type().NumIn()-1)
	for i := range in {
		in[i] = f.Type().In(i + 1)
	}
	out := make([]reflect.Type, f.Type().NumOut())
	for i := range out {
		out[i] = f.Type().Out(i)
	}
	recv := reflect.ValueOf(b.V)
	return reflect.MakeFunc(reflect.FuncOf(in, out, f.Type().IsVariadic()), func(args []reflect.Value) []reflect.Value {
		args = append([]reflect.Value{recv}, args...)
		if f.Type().IsVariadic() {
			return f.CallSlice(args)
		}
		return f.Call(args)
	}).Interface()
}
