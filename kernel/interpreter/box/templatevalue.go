package box

import (
	"fmt"
	"reflect"
)

// placed is a value of ours on its way through a template: where it is, so that
// it has the methods of pointers if it has an address.
type placed struct{ x value }

// unset is one that is the zero of its kind. Package text/template takes an
// empty slice for false; what this one holds lies behind its end.
type unset []placed

// Format prints the value.
func (p placed) Format(s fmt.State, verb rune) { p.printed().Format(s, verb) }

// Format prints the value.
func (u unset) Format(s fmt.State, verb rune) { u[:1][0].Format(s, verb) }

// templateData returns data for a template.
func templateData(x any) any {
	if _, ok := Of(x); ok {
		return place(dynamic(x))
	}
	return x
}

// place returns a value of ours as templates get it.
func place(x value) any {
	if x.isTrue() {
		return placed{x}
	}
	return append(make(unset, 0, 1), placed{x})[:0]
}

// isTrue is what templates call true: not the zero of its kind.
func (x value) isTrue() bool {
	if !x.v.IsValid() {
		return false
	}
	switch x.kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return x.v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !x.v.IsZero()
}

// located returns the value that a template has, and whether it is one of ours.
func located(v reflect.Value) (x value, ok bool) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return value{}, false
	}
	switch p := v.Interface().(type) {
	case placed:
		return p.x, true
	case unset:
		return p[:1][0].x, true
	}
	x = opened(v, open)
	return x, x.t != nil
}

// template returns a value as templates get it, wherever it was found.
func (x value) template() reflect.Value {
	if x.t != nil && x.kind() == reflect.Interface {
		if x.isNil() && len(x.t.Interface) > 0 {
			return reflect.Zero(errorType) // nil, and no empty interface
		}
		x = x.held()
	}
	if x.t == nil {
		if y, ok := located(x.v); ok {
			x = y
		}
	}
	switch {
	case x.t == nil:
		return x.v
	case x.kind() == reflect.Interface:
		return reflect.Value{}
	}
	return reflect.ValueOf(place(x))
}

// printed returns the box by which a value is printed: templates look behind
// pointers, and ask what has an address for the methods of pointers.
func (p placed) printed() Box {
	x := p.x
	if x.kind() == reflect.Pointer {
		x = x.indirect()
	}
	if x.t == nil {
		return Box{p.x.t, p.x.receiver()}
	}
	if t := x.addressed(); t != nil && !x.t.prints() && t.prints() {
		return Box{t, x.address()}
	}
	return Box{x.t, x.receiver()}
}

// addressed returns the type of the pointer to a value that has an address.
func (x value) addressed() *Type {
	if x.t == nil || x.kind() == reflect.Pointer || !x.v.IsValid() || !x.whole().CanAddr() {
		return nil
	}
	return x.t.pointer.Load()
}

// indirect follows pointers and interfaces as far as they go.
func (x value) indirect() value {
	for (x.kind() == reflect.Pointer || x.kind() == reflect.Interface) && !x.isNil() {
		x = x.elem()
		x.access = open
	}
	return x
}

// prints reports whether a type has methods by which it is printed.
func (t *Type) prints() bool {
	for _, name := range []string{"Error", "String"} {
		if t.has(Method{Name: name, Sig: "func() string"}, nil) {
			return true
		}
	}
	return t.has(Method{Name: "Format", Sig: "func(fmt.State, int32)"}, nil)
}

// givenAway is a value of ours that a function was given.
type givenAway struct{ carrier, name string } // types

func (r *templateRewriter) giving(v reflect.Value) reflect.Value {
	c := carriedValue(v)
	if x, ok := located(v); ok {
		r.given = givenAway{c.Type().String(), x.typeString()}
	}
	return c
}

// carriedValue returns what compiled or interpreted code is given in the place
// of what a template has.
func carriedValue(v reflect.Value) reflect.Value {
	if x, ok := located(v); ok {
		return reflect.ValueOf(x.carried())
	}
	return v
}

// escapable returns what package html/template is to escape: it asks for methods
// and kinds.
func escapable(v reflect.Value) reflect.Value {
	x, ok := located(v)
	if !ok {
		return v
	}
	b := placed{x}.printed()
	x = typed(b.T, reflect.ValueOf(b.V), open)
	switch {
	case b.T.isJSONMarshaler():
		return reflect.ValueOf(shownJSON{b})
	case b.T.prints():
		return reflect.ValueOf(shownText{b})
	case basicTypes()[x.kind()] != nil:
		return x.v.Convert(basicTypes()[x.kind()])
	}
	return reflect.ValueOf(shownJSON{b})
}

// shownText is a value that is shown by a method.
type shownText struct{ b Box }

// String prints the value.
func (t shownText) String() string { return fmt.Sprint(t.b) }

// shownJSON is a value that is JSON in scripts.
type shownJSON struct{ b Box }

// Format prints the value.
func (j shownJSON) Format(s fmt.State, verb rune) { j.b.Format(s, verb) }

// MarshalJSON encodes the value.
func (j shownJSON) MarshalJSON() ([]byte, error) { return j.b.MarshalJSON() }
