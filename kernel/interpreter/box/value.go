package box

import "reflect"

// value is a value as Go would see it, of a compiled type or of one of ours:
// what printing, comparing and converting walk through.
type value struct {
	t *Type         // nil if the value is of v's own type
	v reflect.Value // the representation; invalid for nil
	access
	knot reflect.Value // of a knot: the struct that v is the field of
}

// A knot is a type that mentions itself without a struct in between, as type T
// []T does. It is represented by a struct of one field, which has the
// representation of the underlying type; or by an interface.

// isKnot reports whether a representation is that of a knot of type t.
func isKnot(t *Type, rep reflect.Type) bool {
	return rep.Kind() == reflect.Struct && t.Kind != reflect.Struct && t.Native == nil
}

// underlying is the representation of a type's underlying type.
func underlying(t *Type, rep reflect.Type) reflect.Type {
	if isKnot(t, rep) {
		return rep.Field(0).Type
	}
	return rep
}

// access is how far a value may be used that was reached through fields that
// are not exported.
type access int

const (
	open      access = iota
	embedded         // an embedded field of a type that is not exported: its own fields may be open
	forbidden        // and all below
)

func (a access) below() access {
	if a == open {
		return open
	}
	return forbidden
}

var boxType = reflect.TypeFor[Box]()

// dynamic returns the value that an interface value holds.
func dynamic(x any) value { return opened(reflect.ValueOf(x), open) }

// opened takes a concrete value out of its box, if it is in one. It works as
// well for values that package reflect lets nobody have.
func opened(v reflect.Value, a access) value {
	if !v.IsValid() {
		return value{access: a}
	}
	b := v
	for isWrapper(b.Type()) {
		b = b.Field(0)
	}
	if b.Type() != boxType {
		return value{v: v, access: a}
	}
	return typed((*Type)(b.Field(0).UnsafePointer()), b.Field(1).Elem(), a)
}

// isWrapper reports whether t may be a struct around a box and nothing else.
func isWrapper(t reflect.Type) bool {
	return t != boxType && t.Kind() == reflect.Struct && t.NumField() == 1 && t.Implements(carrierType)
}

var carrierType = reflect.TypeFor[carrier]()

// typed returns a representation as a value of a type.
func typed(t *Type, v reflect.Value, a access) value {
	switch {
	case t == nil:
		return value{v: v, access: a}
	case v.IsValid() && v.Kind() == reflect.Interface && t.Kind != reflect.Interface:
		x := opened(v.Elem(), a)
		if x.knot.IsValid() {
			x.v = x.knot
		}
		return typed(t, x.v, a)
	case t.Native != nil:
		return value{v: v, access: a}
	case v.IsValid() && isKnot(t, v.Type()):
		return value{t, v.Field(0), a, v}
	case v.IsValid() && t.Kind == reflect.Struct && v.NumField() != len(t.Fields):
		return value{v: v, access: a} // something stands in for a compiled type
	}
	return value{t: t, v: v, access: a}
}

func (x value) kind() reflect.Kind {
	if x.t != nil {
		return x.t.Kind
	}
	return x.v.Kind()
}

func (x value) typeString() string {
	if x.t != nil {
		return x.t.String()
	}
	return x.v.Type().String()
}

// isNil reports whether a value of a kind that has a nil is nil.
func (x value) isNil() bool { return !x.v.IsValid() || x.v.IsNil() }

func (x value) usable() bool {
	return x.access == open && x.v.IsValid() && (x.t != nil || x.v.CanInterface())
}

// elem returns what a pointer points to, or the dynamic value of an interface.
func (x value) elem() value {
	if x.kind() == reflect.Interface {
		return opened(x.v.Elem(), x.below())
	}
	if x.t == nil {
		return value{v: x.v.Elem(), access: x.below()}
	}
	return typed(x.t.Elem, x.v.Elem(), x.below())
}

func (x value) len() int {
	if !x.v.IsValid() {
		return 0
	}
	return x.v.Len()
}

func (x value) index(i int) value {
	if x.t == nil {
		return value{v: x.v.Index(i), access: x.below()}
	}
	return typed(x.t.Elem, x.v.Index(i), x.below())
}

// elemKind is the kind of the elements of a slice or array.
func (x value) elemKind() reflect.Kind {
	if x.t != nil {
		return x.t.Elem.Kind
	}
	return x.v.Type().Elem().Kind()
}

func (x value) numField() int {
	if x.t != nil {
		return len(x.t.Fields)
	}
	return x.v.NumField()
}

// field returns the name and the value of a field; the dynamic value, if it is
// an interface and not nil.
func (x value) field(i int) (string, value) {
	a := open
	if x.access == forbidden {
		a = forbidden
	}
	if x.t == nil {
		f := x.v.Type().Field(i)
		return f.Name, value{v: x.v.Field(i), access: a.through(f.PkgPath, f.Anonymous)}.held()
	}
	f := x.t.Fields[i]
	return f.Name, typed(f.Type, x.v.Field(i), a.through(f.PkgPath, f.Embedded)).held()
}

func (a access) through(pkgPath string, isEmbedded bool) access {
	switch {
	case a == forbidden || pkgPath == "":
		return a
	case isEmbedded:
		return embedded
	}
	return forbidden
}

func (x value) held() value {
	if x.kind() == reflect.Interface && !x.isNil() {
		return opened(x.v.Elem(), x.access)
	}
	return x
}

// entry is a key of a map and what it maps to.
type entry struct{ key, elem value }

func (x value) entries() []entry {
	if !x.v.IsValid() {
		return nil
	}
	list := make([]entry, 0, x.v.Len())
	var kt, et *Type
	if x.t != nil {
		kt, et = x.t.Key, x.t.Elem
	}
	for it := x.v.MapRange(); it.Next(); {
		list = append(list, entry{typed(kt, it.Key(), x.below()), typed(et, it.Value(), x.below())})
	}
	return list
}

// whole is the representation, tied if it is a knot's.
func (x value) whole() reflect.Value {
	if x.knot.IsValid() {
		return x.knot
	}
	return x.v
}

// receiver is the value as functions for methods take it.
func (x value) receiver() any { return x.whole().Interface() }

// address is a pointer to the value, as functions for methods take it.
func (x value) address() any { return x.whole().Addr().Interface() }

// method returns the function for a method of a value of ours, nil if it has
// none of that name and signature.
func (x value) method(name, sig string) any {
	if x.t == nil || !x.t.has(Method{Name: name, Sig: sig}, nil) {
		return nil
	}
	return x.t.Method(name)
}
