package display

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxElements is how much of a value its text shows: more is no help to a
	// reader and brings a browser to its knees.
	maxElements = 1000
	// maxNested is how much it shows of a list within a value that is too large.
	maxNested = 20
	// maxLine is how long the text of a struct may be on one line.
	maxLine = 100
)

// goText returns Go's own text for v: strings as they are, structs with the
// names of their fields. Where that helps nobody, it is another one: what is
// large is cut short, a long struct has a line for each field, bytes that are
// text are shown as such too, and nothing is shown as an address that has
// something to say.
func goText(v any) (s string) {
	defer func() {
		if p := recover(); p != nil {
			s = fmt.Sprintf("<%s that panicked while it was formatted: %v>", typeName(v), p)
		}
	}()
	rv := reflect.ValueOf(v)
	if large(rv) {
		return excerpt(rv)
	}
	switch rv.Kind() {
	case reflect.String:
		return rv.String()
	case reflect.Struct:
		return structText(rv, fmt.Sprintf("%+v", v))
	case reflect.Pointer:
		return pointerText(rv)
	case reflect.Func, reflect.Chan:
		if _, own := v.(fmt.Formatter); !own && !rv.IsNil() {
			return opaqueText(rv)
		}
	}
	if b, ok := v.([]byte); ok && isText(b) {
		return fmt.Sprintf("%v %q", b, b)
	}
	return fmt.Sprintf("%v", v)
}

// pointerText returns the text of what a pointer leads to, behind an ampersand.
func pointerText(rv reflect.Value) string {
	if _, own := rv.Interface().(fmt.Formatter); own {
		return fmt.Sprintf("%+v", rv.Interface())
	}
	switch e := rv.Elem(); e.Kind() {
	case reflect.Struct:
		return "&" + structText(e, strings.TrimPrefix(fmt.Sprintf("%+v", rv.Interface()), "&"))
	case reflect.String:
		return "&" + strconv.Quote(e.String())
	case reflect.Slice, reflect.Array, reflect.Map:
		return fmt.Sprintf("%+v", rv.Interface())
	case reflect.Func, reflect.Chan, reflect.Pointer, reflect.UnsafePointer:
		return fmt.Sprintf("<%T>", rv.Interface())
	default:
		return "&" + fmt.Sprintf("%v", e.Interface())
	}
}

// structText returns the text of a struct: the one given, if it fits on a line,
// or else a line for each field.
func structText(rv reflect.Value, text string) string {
	if utf8.RuneCountInString(text) <= maxLine || !strings.HasPrefix(text, "{") {
		return text
	}
	t := rv.Type()
	widest := 0
	for i := range t.NumField() {
		widest = max(widest, utf8.RuneCountInString(columnName(t, t.Field(i))))
	}
	var b strings.Builder
	b.WriteString("{\n")
	for i := range t.NumField() {
		name := columnName(t, t.Field(i))
		// Package fmt reads fields that nobody else may.
		value := strings.ReplaceAll(fmt.Sprintf("%+v", rv.Field(i)), "\n", "\n    ")
		fmt.Fprintf(&b, "    %s:%s %s\n", name, strings.Repeat(" ", widest-utf8.RuneCountInString(name)), value)
	}
	b.WriteString("}")
	return b.String()
}

// opaqueText tells of a function or a channel what can be told.
func opaqueText(rv reflect.Value) string {
	if rv.Kind() == reflect.Chan && rv.Cap() > 0 {
		return fmt.Sprintf("<%s with %d of %d>", rv.Type(), rv.Len(), rv.Cap())
	}
	return fmt.Sprintf("<%s>", rv.Type())
}

// isText reports whether bytes are what a person can read.
func isText(b []byte) bool {
	if len(b) == 0 || !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}
