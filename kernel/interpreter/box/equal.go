package box

import "reflect"

// Eq is x == y for interface values, with Go's panic where the type of both
// cannot be compared.
func Eq(x, y any) bool {
	if a, ok := Of(x); ok {
		b, ok := Of(y)
		return ok && a.T == b.T && a.equals(b)
	}
	if x != nil {
		if t := reflect.TypeOf(x); t.Name() == "" && (t.Kind() == reflect.Array || t.Kind() == reflect.Struct) {
			return equalDynamic(dynamic(x), dynamic(y)) // boxes in it may differ in their carriers
		}
	}
	return x == y
}

// uncomparable is Go's run-time error.
type uncomparable string

// Error returns the text that Go gives.
func (e uncomparable) Error() string {
	return "runtime error: comparing uncomparable type " + string(e)
}

// RuntimeError marks it as one of Go's run-time errors.
func (e uncomparable) RuntimeError() {}

func (b Box) equals(c Box) bool {
	switch b.T.equality() {
	case whole:
		return b.V == c.V
	case never:
		panic(uncomparable(b.T.String()))
	}
	return equal(typed(b.T, reflect.ValueOf(b.V), open), typed(c.T, reflect.ValueOf(c.V), open))
}

// equality is how values of a type are compared.
type equality int32

const (
	unknown equality = iota
	whole            // as their representations are
	parts            // field by field: interfaces and blank fields need care
	never
)

func (t *Type) equality() equality {
	e := equality(t.compared.Load())
	if e == unknown {
		e = whole
		if !t.Comparable() {
			e = never
		} else if t.needsCare() {
			e = parts
		}
		t.compared.Store(int32(e))
	}
	return e
}

func (t *Type) needsCare() bool {
	switch {
	case t.Native != nil:
		return t.Kind == reflect.Interface || t.Kind == reflect.Struct || t.Kind == reflect.Array
	case t.Kind == reflect.Interface:
		return true
	case t.Kind == reflect.Array:
		return t.Elem.needsCare()
	case t.Kind == reflect.Struct:
		for _, f := range t.Fields {
			if f.Name == "_" || f.Type.needsCare() {
				return true
			}
		}
	}
	return false
}

// equal compares two values of one type.
func equal(x, y value) bool {
	switch x.kind() {
	case reflect.Interface:
		return equalDynamic(x.held(), y.held())
	case reflect.Array:
		for i := range x.len() {
			if !equal(x.index(i), y.index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range x.numField() {
			name, a := x.field(i)
			_, b := y.field(i)
			if name != "_" && !equalDynamic(a, b) {
				return false
			}
		}
		return true
	}
	return x.v.Equal(y.v)
}

// equalDynamic compares what two interfaces hold, or two values of one type.
func equalDynamic(x, y value) bool {
	switch {
	case x.isNone() || y.isNone():
		return x.isNone() && y.isNone()
	case x.t != y.t || x.t == nil && x.v.Type() != y.v.Type():
		return false
	case x.t != nil && x.t.equality() == never || x.t == nil && !x.v.Type().Comparable():
		panic(uncomparable(x.typeString()))
	}
	return equal(x, y)
}

// isNone reports whether the value is that of a nil interface.
func (x value) isNone() bool {
	return x.kind() == reflect.Invalid || x.kind() == reflect.Interface && x.isNil()
}
