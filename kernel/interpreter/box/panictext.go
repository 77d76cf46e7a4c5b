package box

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// Named returns a box as its type's name and what it holds: enough to print it
// where its methods play no part. For raw values ok is false.
func Named(x any) (name string, v any, ok bool) {
	b, ok := Of(x)
	if !ok {
		return "", nil, false
	}
	return b.T.String(), b.V, true
}

// ErrorText returns what Go prints after "panic: " for the value of a panic that
// nobody recovers.
func ErrorText(x any) string {
	if text, ok := ownText(x); ok {
		return indented(text)
	}
	v := dynamic(x)
	if v.kind() == reflect.Invalid {
		return "nil"
	}
	var text string
	switch k := v.kind(); {
	case k == reflect.String:
		text = indented(v.v.String())
		if hasName(v) {
			text = `"` + text + `"`
		}
	case verbsOf(k) != "":
		text = strings.Trim(fmt.Sprint(plainValue(v.v)), "()") // of complex numbers
	default:
		return fmt.Sprintf("(%s) %#x", v.typeString(), addressIn(V(x)))
	}
	if hasName(v) {
		return v.typeString() + "(" + text + ")"
	}
	return text
}

// ownText is what an error or a Stringer says of itself.
func ownText(x any) (string, bool) {
	if b, ok := Of(x); ok {
		v := typed(b.T, reflect.ValueOf(b.V), open)
		for _, name := range []string{"Error", "String"} {
			if f, ok := v.method(name, "func() string").(func(any) string); ok {
				return f(b.V), true
			}
		}
		return "", false
	}
	switch x := x.(type) {
	case error:
		return x.Error(), true
	case fmt.Stringer:
		return x.String(), true
	}
	return "", false
}

func hasName(v value) bool { return v.t != nil || v.v.Type().PkgPath() != "" }

// indented keeps the lines of a text apart from those of the trace below.
func indented(s string) string { return strings.ReplaceAll(s, "\n", "\n\t") }

// addressIn is the pointer in an interface value: to the value, unless it is a
// pointer itself.
func addressIn(x any) uintptr { return uintptr((*[2]unsafe.Pointer)(unsafe.Pointer(&x))[1]) }
