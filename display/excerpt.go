package display

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// large reports whether a value has more than maxElements parts.
func large(rv reflect.Value) bool {
	left := maxElements
	count(rv, &left)
	return left < 0
}

// count takes the parts of a value off what is left, until nothing is. Pointers
// count as one: package fmt does not follow them either.
func count(rv reflect.Value, left *int) {
	if *left--; *left < 0 || ownText(rv) {
		return
	}
	switch rv.Kind() {
	case reflect.Slice, reflect.Array:
		for i := 0; i < rv.Len() && *left >= 0; i++ {
			count(rv.Index(i), left)
		}
	case reflect.Map:
		if *left -= rv.Len(); *left < 0 {
			return
		}
		for entries := rv.MapRange(); *left >= 0 && entries.Next(); {
			count(entries.Value(), left)
		}
	case reflect.Struct:
		for i := 0; i < rv.NumField() && *left >= 0; i++ {
			count(rv.Field(i), left)
		}
	case reflect.Interface:
		if !rv.IsNil() {
			count(rv.Elem(), left)
		}
	}
}

// ownText reports whether a value brings its own text.
func ownText(rv reflect.Value) bool {
	if !rv.IsValid() || !rv.CanInterface() {
		return false
	}
	switch rv.Interface().(type) {
	case fmt.Formatter, fmt.Stringer, error:
		return true
	}
	return false
}

// excerpt returns the beginning of Go's text of a large value, and how much is
// left out of each list.
func excerpt(rv reflect.Value) string {
	e := excerpter{left: maxElements}
	e.write(rv, maxElements)
	return e.String()
}

type excerpter struct {
	strings.Builder
	left int // parts that may still be shown
}

// write writes a value, of a list at most limit elements.
func (e *excerpter) write(rv reflect.Value, limit int) {
	if rv.Kind() == reflect.Interface && !rv.IsNil() {
		rv = rv.Elem()
	}
	if ownText(rv) {
		e.left--
		fmt.Fprintf(e, "%+v", rv)
		return
	}
	switch rv.Kind() {
	case reflect.Slice, reflect.Array:
		e.list("[", rv.Len(), limit, func(i int) { e.write(rv.Index(i), maxNested) })
	case reflect.Map:
		keys := sortedKeys(rv)
		e.list("map[", len(keys), limit, func(i int) {
			fmt.Fprintf(e, "%+v:", keys[i])
			e.write(rv.MapIndex(keys[i]), maxNested)
		})
	case reflect.Struct:
		e.WriteString("{")
		for i := range rv.NumField() {
			if i > 0 {
				e.WriteString(" ")
			}
			e.WriteString(columnName(rv.Type(), rv.Type().Field(i)) + ":")
			e.write(rv.Field(i), maxNested)
		}
		e.WriteString("}")
	default:
		e.left--
		fmt.Fprintf(e, "%+v", rv)
	}
}

// list writes the first of n elements. An empty budget leaves one of each list.
func (e *excerpter) list(open string, n, limit int, element func(i int)) {
	e.WriteString(open)
	shown := 0
	for ; shown < min(n, limit) && (e.left > 0 || shown == 0); shown++ {
		if shown > 0 {
			e.WriteString(" ")
		}
		element(shown)
	}
	e.WriteString("]")
	if shown < n {
		fmt.Fprintf(e, " … and %d more", n-shown)
	}
}

// sortedKeys returns the keys of a map, in order if they have one.
func sortedKeys(rv reflect.Value) []reflect.Value {
	keys := rv.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		switch {
		case a.Kind() != b.Kind():
			return cmp.Compare(a.Kind(), b.Kind())
		case a.Kind() == reflect.String:
			return cmp.Compare(a.String(), b.String())
		case a.CanInt():
			return cmp.Compare(a.Int(), b.Int())
		case a.CanUint():
			return cmp.Compare(a.Uint(), b.Uint())
		case a.CanFloat():
			return cmp.Compare(a.Float(), b.Float())
		}
		return 0
	})
	return keys
}
