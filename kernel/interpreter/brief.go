package interpreter

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

var errNobody = errors.New("interpreter: input: nobody can be asked here")

const (
	maxBrief = 80    // characters of a value's text
	maxParts = 20000 // that a value may have to be printed as a whole
	someOf   = 20    // of the elements of one that has more
)

// brief prints a value as %v does, on one line and not more than a glance
// takes in.
func brief(v any) string {
	inside := reflect.ValueOf(box.V(v))
	if inside.Kind() == reflect.Func {
		return "" // Go prints an address, which says nothing
	}
	if !printsItself(v) && parts(inside, maxParts, true) < 0 {
		return beginning(v, inside)
	}
	return cut(fmt.Sprintf("%v", v))
}

// beginning prints the first elements of a value that is too large.
func beginning(v any, inside reflect.Value) string {
	switch inside.Kind() {
	case reflect.String:
		return cut(inside.Slice(0, maxBrief*4).String())
	case reflect.Slice:
		first := inside.Slice(0, min(someOf, inside.Len()))
		if parts(first, maxParts, true) < 0 {
			break
		}
		some := first.Interface()
		if b, ok := box.Of(v); ok {
			some = box.Box{T: b.T, V: some}
		}
		return cut(strings.TrimSuffix(fmt.Sprintf("%v", some), "]") + " …")
	}
	if inside.Kind() == reflect.Slice || inside.Kind() == reflect.Array || inside.Kind() == reflect.Map {
		return fmt.Sprintf("%d elements", inside.Len())
	}
	return "too large to be shown"
}

// printsItself reports whether a compiled type says how it is printed.
func printsItself(v any) bool {
	if _, boxed := box.Of(v); boxed {
		return false
	}
	switch v.(type) {
	case fmt.Formatter, fmt.Stringer, error:
		return true
	}
	return false
}

// parts takes the number of parts that a value is printed of from left, and
// stops below zero. Pointers are followed where printing follows them: at the
// top.
func parts(v reflect.Value, left int, top bool) int {
	left--
	switch v.Kind() {
	case reflect.String:
		left -= v.Len() / 8
	case reflect.Slice, reflect.Array:
		for i := 0; i < v.Len() && left >= 0; i++ {
			left = parts(v.Index(i), left, false)
		}
	case reflect.Map:
		for it := v.MapRange(); left >= 0 && it.Next(); {
			left = parts(it.Value(), parts(it.Key(), left, false), false)
		}
	case reflect.Struct:
		for i := 0; i < v.NumField() && left >= 0; i++ {
			left = parts(v.Field(i), left, false)
		}
	case reflect.Interface:
		if inner, ok := valueOf(v); ok {
			left = parts(inner, left, false)
		}
	case reflect.Pointer:
		if top && !v.IsNil() {
			left = parts(v.Elem(), left, false)
		}
	}
	return left
}

// valueOf returns what an interface holds: what is in its box, if it holds one.
func valueOf(v reflect.Value) (reflect.Value, bool) {
	if v.IsNil() {
		return v, false
	}
	if v.CanInterface() {
		v = reflect.ValueOf(box.V(v.Interface()))
		return v, v.IsValid()
	}
	return v.Elem(), true
}

// cut puts text on one line, and shortens it.
func cut(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > maxBrief {
			return b.String() + "…"
		}
		if unicode.IsControl(r) {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}
