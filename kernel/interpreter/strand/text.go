package strand

import (
	"fmt"
	"reflect"
	"strings"
)

// Text returns what Go prints behind "panic: " for a value, as [Recovered]
// returns it. Named tells the name of the type of a value that interpreted
// code has named, and the value itself; it may be nil.
func Text(v any, named func(v any) (name string, value any, ok bool)) (text string) {
	defer func() {
		if p := recover(); p != nil {
			name := fmt.Sprintf("%T", v)
			if named != nil {
				if n, _, ok := named(v); ok {
					name = n
				}
			}
			text = fmt.Sprintf("(%s) panics while it is printed: %v", name, Recovered(p))
		}
	}()
	switch x := v.(type) {
	case error:
		return indented(x.Error())
	case fmt.Stringer:
		return indented(x.String())
	}
	if named != nil {
		if name, value, ok := named(v); ok {
			return typed(name, reflect.ValueOf(value), true)
		}
	}
	rv := reflect.ValueOf(v)
	return typed(rv.Type().String(), rv, rv.Type().PkgPath() != "")
}

// typed prints a value of a named type as a conversion, and one that is not
// basic as its type alone: Go adds an address, which says nothing.
func typed(name string, rv reflect.Value, named bool) string {
	var text string
	switch rv.Kind() {
	case reflect.String:
		text = indented(rv.String())
		if named {
			text = `"` + text + `"`
		}
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr,
		reflect.Float32, reflect.Float64, reflect.Complex64, reflect.Complex128:
		text = fmt.Sprint(rv.Interface())
	default:
		return fmt.Sprintf("(%s) %v", name, rv.Interface())
	}
	if named {
		return name + "(" + text + ")"
	}
	return text
}

// indented prints lines as Go prints those of a panic.
func indented(s string) string { return strings.ReplaceAll(s, "\n", "\n\t") }
