package display

import (
	"fmt"
	"reflect"
)

// maxElements is how much of a slice its text shows: more is no help to a
// reader and brings a browser to its knees.
const maxElements = 1000

// goText returns Go's own text for v: strings as they are, structs with the
// names of their fields, long slices cut short.
func goText(v any) (s string) {
	defer func() {
		if p := recover(); p != nil {
			s = fmt.Sprintf("<%s that panicked while it was formatted: %v>", typeName(v), p)
		}
	}()
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.String:
		return rv.String()
	case reflect.Slice:
		if n := rv.Len(); n > maxElements {
			return fmt.Sprintf("%v … and %d more", rv.Slice(0, maxElements).Interface(), n-maxElements)
		}
	case reflect.Struct, reflect.Pointer:
		return fmt.Sprintf("%+v", v)
	}
	return fmt.Sprintf("%v", v)
}
