package box

import (
	"fmt"
	"reflect"
	"strconv"
)

// field is what .name means in a template: a method, a field, or an element of
// a map.
func (r *templateRewriter) field(recv reflect.Value, name string, args ...reflect.Value) (reflect.Value, error) {
	if !recv.IsValid() {
		if r.missing() == missingFails {
			return recv, failed("nil data; no entry for key %q", name)
		}
		return recv, nil
	}
	x, ours := located(recv)
	if !ours {
		x = value{v: recv}
	}
	was := x.typeString()
	x = x.indirect()
	if x.kind() == reflect.Interface {
		return recv, failed("nil pointer evaluating %s.%s", was, name)
	}
	if f, ok := x.bound(name); ok {
		return f.call(name, args)
	}
	return r.member(x, was, name, len(args) > 0)
}

func (r *templateRewriter) member(x value, was, name string, hasArgs bool) (reflect.Value, error) {
	switch x.kind() {
	case reflect.Struct:
		f, exported, ok := x.named(name)
		switch {
		case !ok:
		case !exported:
			return reflect.Value{}, failed("%s is an unexported field of struct type %s", name, was)
		case hasArgs:
			return reflect.Value{}, failed("%s has arguments but cannot be invoked as function", name)
		case !f.v.IsValid():
			return reflect.Value{}, failed("reflect: indirection through nil pointer to embedded struct field %s", f.t)
		default:
			return f.template(), nil
		}
	case reflect.Map:
		if key, ok := x.keyOf(name); ok {
			if hasArgs {
				return reflect.Value{}, failed("%s is not a method but has arguments", name)
			}
			return r.entry(x, key, name)
		}
	case reflect.Pointer: // nil
		if e := x.pointed(); e.kind != reflect.Struct || x.pointsToField(name) {
			return reflect.Value{}, failed("nil pointer evaluating %s.%s", was, name)
		}
	}
	return reflect.Value{}, failed("can't evaluate field %s in type %s", name, was)
}

func (x value) pointed() pointed {
	if x.t != nil {
		return pointee(x.t)
	}
	return pointed{nil, x.v.Type().Elem().Kind()}
}

// pointsToField reports whether the type of a nil pointer has a field.
func (x value) pointsToField(name string) bool {
	if x.t == nil {
		_, ok := x.v.Type().Elem().FieldByName(name)
		return ok
	}
	_, _, ok := value{t: x.t.Elem, v: reflect.Zero(x.v.Type().Elem())}.named(name)
	return ok
}

// named returns a field of a struct, or of one embedded in it; invalid if that
// is behind a nil pointer.
func (x value) named(name string) (f value, exported, ok bool) {
	for level := []value{x}; len(level) > 0; {
		var below []value
		for _, s := range level {
			for i := range s.numField() {
				fieldName, embedded, exported := s.fieldInfo(i)
				f := s.at(i)
				if fieldName == name {
					return f, exported, true
				}
				if !embedded {
					continue
				}
				if f.kind() == reflect.Pointer {
					if f.isNil() {
						continue
					}
					f = f.elem()
				}
				if f.access = open; f.kind() == reflect.Struct {
					below = append(below, f)
				}
			}
		}
		level = below
	}
	return value{}, false, false
}

func (x value) fieldInfo(i int) (name string, isEmbedded, exported bool) {
	if x.t == nil {
		f := x.v.Type().Field(i)
		return f.Name, f.Anonymous, f.IsExported()
	}
	f := x.t.Fields[i]
	return f.Name, f.Embedded, f.PkgPath == ""
}

// at returns a field as it is, with its address if the struct has one.
func (x value) at(i int) value {
	if x.t == nil {
		return value{v: x.v.Field(i)}
	}
	return typed(x.t.Fields[i].Type, x.v.Field(i), open)
}

// keyOf returns a name as a key of a map.
func (x value) keyOf(name string) (reflect.Value, bool) {
	k := reflect.ValueOf(name)
	if x.t != nil && x.t.Key.Native == nil {
		return k, x.t.Key.Kind == reflect.Interface && len(x.t.Key.Interface) == 0
	}
	return k, k.Type().AssignableTo(x.v.Type().Key())
}

func (r *templateRewriter) entry(x value, key reflect.Value, name string) (reflect.Value, error) {
	e := reflect.Value{}
	if x.v.IsValid() {
		e = x.v.MapIndex(key)
	}
	if !e.IsValid() {
		switch r.missing() {
		case missingFails:
			return e, failed("map has no entry for key %q", name)
		case missingIsNone:
			return e, nil
		}
		e = reflect.Zero(x.v.Type().Elem())
	}
	return x.heldAs(e).template(), nil
}

// heldAs returns what a list or map holds, as a value.
func (x value) heldAs(e reflect.Value) value {
	if x.t == nil {
		return value{v: e}
	}
	return typed(x.t.Elem, e, open)
}

// function is one that a template calls.
type function struct {
	v    reflect.Value // takes and returns representations
	recv *reflect.Value
	t    *Type // nil if compiled

	lenient bool // numbers may be constants
}

// constant is a number in a template, which has no type yet.
type constant struct{ v reflect.Value }

// bound returns a method of a value.
func (x value) bound(name string) (f function, ok bool) {
	if x.t == nil {
		v := x.v
		if v.Kind() != reflect.Pointer && v.CanAddr() {
			v = v.Addr()
		}
		if !v.CanInterface() {
			return f, false
		}
		f.v = v.MethodByName(name)
		return f, f.v.IsValid()
	}
	t, recv := x.t, x.whole()
	if p := x.addressed(); p != nil {
		t, recv = p, x.whole().Addr()
	}
	m := t.Method(name)
	if m == nil || !t.hasExported(name) {
		return f, false
	}
	return function{v: reflect.ValueOf(m), recv: &recv, t: t.signature(name)}, true
}

func (t *Type) hasExported(name string) bool {
	for _, m := range t.Methods {
		if m.Name == name && m.PkgPath == "" {
			return true
		}
	}
	return false
}

// call calls a function with what a template has. name is for errors.
func (f function) call(name string, args []reflect.Value) (result reflect.Value, err error) {
	typ, first := f.v.Type(), 0
	var in []reflect.Value
	if f.recv != nil {
		first, in = 1, []reflect.Value{*f.recv}
	}
	fixed := typ.NumIn() - first
	if typ.IsVariadic() {
		if fixed--; len(args) < fixed {
			return result, failed("wrong number of args for %s: want at least %d got %d", name, fixed, len(args))
		}
	} else if len(args) != fixed {
		return result, failed("wrong number of args for %s: want %d got %d", name, fixed, len(args))
	}
	if n := typ.NumOut(); n == 0 || n > 2 {
		return result, failed("function %s has %d return values; should be 1 or 2", name, n)
	} else if n == 2 && typ.Out(1) != errorType {
		return result, failed("invalid function signature for %s: second return value should be error; is %s", name, typ.Out(1))
	}
	for i, a := range args {
		p := f.param(min(i, fixed), i >= fixed, first)
		v, err := p.given(a)
		if err != nil {
			return result, err
		}
		in = append(in, v)
	}
	return f.results(name, in)
}

// results calls a function. A panic is an error, as for package text/template.
func (f function) results(name string, in []reflect.Value) (result reflect.Value, err error) {
	defer func() {
		if p := recover(); p != nil {
			if e, ok := p.(error); ok {
				err = called(name, e)
			} else {
				err = called(name, fmt.Errorf("%v", p))
			}
		}
	}()
	out := f.v.Call(in)
	if len(out) == 2 && !out[1].IsNil() {
		return reflect.Value{}, called(name, out[1].Interface().(error))
	}
	if f.t == nil || len(f.t.Out) == 0 {
		return value{v: out[0]}.template(), nil
	}
	return typed(f.t.Out[0], out[0], open).template(), nil
}

// parameter is what a function takes.
type parameter struct {
	rep     reflect.Type
	t       *Type // nil if not known
	lenient bool
}

func (f function) param(i int, variadic bool, first int) parameter {
	p := parameter{rep: f.v.Type().In(i + first), lenient: f.lenient}
	if f.t != nil {
		p.t = f.t.In[i]
	}
	if variadic {
		p.rep = p.rep.Elem()
		if p.t != nil {
			p.t = p.t.Elem
		}
	}
	return p
}

func (p parameter) String() string {
	if p.t != nil {
		return p.t.String()
	}
	return p.rep.String()
}

// given returns what a template has as a function takes it.
func (p parameter) given(a reflect.Value) (reflect.Value, error) {
	if a.Kind() == reflect.Interface && !a.IsNil() {
		a = a.Elem()
	}
	x, ours := located(a)
	if !ours {
		if a.IsValid() && a.Type() == reflect.TypeFor[constant]() {
			return p.constant(a.Interface().(constant))
		}
		if p.t != nil && p.t.Name != "" && p.t.Native == nil && a.IsValid() && p.rep.Kind() != reflect.Interface && !p.lenient {
			return a, failed("wrong type for value; expected %s; got %s", p, a.Type())
		}
		return p.raw(a)
	}
	switch {
	case p.rep.Kind() == reflect.Interface && (p.t == nil || p.t.Kind == reflect.Interface):
		if c := x.carried(); p.t == nil {
			return p.raw(reflect.ValueOf(c))
		} else if Is(c, p.t) {
			return reflect.ValueOf(To(c, p.t)), nil
		}
	case p.t == x.t || p.t == nil && x.v.Type() == p.rep:
		return x.whole(), nil
	case p.t == nil:
	case x.kind() == reflect.Pointer && x.t.Elem == p.t && !x.isNil():
		return x.v.Elem(), nil
	case p.t.Kind == reflect.Pointer && p.t.Elem == x.t && x.whole().CanAddr():
		return x.whole().Addr(), nil
	case x.v.Type() == p.rep && (p.t.Name == "" || x.t.Name == "") && p.t.Kind == x.t.Kind:
		return x.whole(), nil
	}
	return a, failed("wrong type for value; expected %s; got %s", p, x.typeString())
}

func (p parameter) constant(c constant) (reflect.Value, error) {
	if p.rep.Kind() == reflect.Interface {
		return p.raw(c.v)
	}
	if v, ok := converted(c.v, p.rep); ok {
		return v, nil
	}
	found := fmt.Sprint(c.v)
	if c.v.Kind() == reflect.String {
		found = strconv.Quote(found)
	}
	return c.v, failed("expected %s; found %s", sortOf(p.rep.Kind()), found)
}

// sortOf is what package text/template calls the constants of a kind.
func sortOf(k reflect.Kind) string {
	switch {
	case k >= reflect.Int && k <= reflect.Int64:
		return "integer"
	case k >= reflect.Uint && k <= reflect.Uintptr:
		return "unsigned integer"
	case k == reflect.Float32 || k == reflect.Float64:
		return "float"
	case k == reflect.Complex64 || k == reflect.Complex128:
		return "complex"
	}
	return k.String()
}

// raw returns a compiled value, or a constant, as a function takes it.
func (p parameter) raw(a reflect.Value) (reflect.Value, error) {
	switch {
	case !a.IsValid():
		switch p.rep.Kind() {
		case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
			return reflect.Zero(p.rep), nil
		}
		return a, failed("invalid value; expected %s", p)
	case a.Type().AssignableTo(p.rep):
		return a, nil
	case a.Kind() == reflect.Pointer && !a.IsNil() && a.Type().Elem().AssignableTo(p.rep):
		return a.Elem(), nil
	case a.CanAddr() && reflect.PointerTo(a.Type()).AssignableTo(p.rep):
		return a.Addr(), nil
	}
	if v, ok := converted(a, p.rep); ok && p.lenient {
		return v, nil
	}
	return a, failed("wrong type for value; expected %s; got %s", p, a.Type())
}

// converted returns a number, a string or a truth value as one of another type
// of its sort, if that can hold it: constants have no type.
func converted(a reflect.Value, t reflect.Type) (reflect.Value, bool) {
	v := reflect.New(t).Elem()
	switch {
	case a.CanInt() && v.CanInt():
		v.SetInt(a.Int())
		return v, v.Int() == a.Int()
	case a.CanInt() && v.CanUint():
		v.SetUint(uint64(a.Int()))
		return v, a.Int() >= 0 && v.Uint() == uint64(a.Int())
	case a.CanInt() && v.CanFloat():
		v.SetFloat(float64(a.Int()))
		return v, true
	case a.CanFloat() && v.CanFloat():
		v.SetFloat(a.Float())
		return v, true
	case a.Kind() == t.Kind() && (t.Kind() == reflect.String || t.Kind() == reflect.Bool || a.CanComplex()):
		return a.Convert(t), true
	}
	return v, false
}
