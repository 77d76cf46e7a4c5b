package native

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"unsafe"
)

// view is a slice seen as one of its elements' kind. It shares the slice's
// memory.
type view interface {
	equal(view) bool
	index(v any) int
	compact() int
}

// ordered is a view of a slice whose elements have a natural order.
type ordered interface {
	view
	sort()
	isSorted() bool
	compare(ordered) int
	least() any
	greatest() any
	search(v any) (int, bool)
}

// viewOf returns the view of a slice; false if its elements are of no kind
// that has one.
func viewOf(s reflect.Value) (view, bool) {
	switch s.Type().Elem().Kind() {
	case reflect.Bool:
		return comparables[bool]{s}, true
	case reflect.Complex64:
		return comparables[complex64]{s}, true
	case reflect.Complex128:
		return comparables[complex128]{s}, true
	case reflect.Pointer, reflect.UnsafePointer, reflect.Chan:
		return comparables[unsafe.Pointer]{s}, true
	}
	return orderedOf(s)
}

func orderedOf(s reflect.Value) (ordered, bool) {
	switch s.Type().Elem().Kind() {
	case reflect.Int:
		return seen[int](s), true
	case reflect.Int8:
		return seen[int8](s), true
	case reflect.Int16:
		return seen[int16](s), true
	case reflect.Int32:
		return seen[int32](s), true
	case reflect.Int64:
		return seen[int64](s), true
	case reflect.Uint:
		return seen[uint](s), true
	case reflect.Uint8:
		return seen[uint8](s), true
	case reflect.Uint16:
		return seen[uint16](s), true
	case reflect.Uint32:
		return seen[uint32](s), true
	case reflect.Uint64:
		return seen[uint64](s), true
	case reflect.Uintptr:
		return seen[uintptr](s), true
	case reflect.Float32:
		return seen[float32](s), true
	case reflect.Float64:
		return seen[float64](s), true
	case reflect.String:
		return seen[string](s), true
	}
	return nil, false
}

// mustOrder is orderedOf for what the type checker has let through.
func mustOrder(x any) ordered {
	s := reflect.ValueOf(x)
	o, ok := orderedOf(s)
	if !ok {
		panic(fmt.Sprintf("native: got %v, want a slice of ordered elements", s.Type()))
	}
	return o
}

// comparables is a slice whose elements' kind is that of T.
type comparables[T comparable] struct{ slice reflect.Value }

// elems returns the elements where they are.
func (c comparables[T]) elems() []T {
	return unsafe.Slice((*T)(c.slice.UnsafePointer()), c.slice.Len())
}

// elem returns v, of the slice's element type, as a T.
func (c comparables[T]) elem(v any) T {
	if t, ok := v.(T); ok {
		return t
	}
	p := reflect.New(c.slice.Type().Elem())
	if v != nil {
		p.Elem().Set(reflect.ValueOf(v))
	}
	return *(*T)(p.UnsafePointer())
}

func (c comparables[T]) equal(other view) bool {
	return slices.Equal(c.elems(), other.(interface{ elems() []T }).elems())
}

func (c comparables[T]) index(v any) int { return slices.Index(c.elems(), c.elem(v)) }
func (c comparables[T]) compact() int    { return len(slices.Compact(c.elems())) }

// orderables is a slice whose elements' kind is that of T.
type orderables[T cmp.Ordered] struct{ comparables[T] }

func seen[T cmp.Ordered](s reflect.Value) orderables[T] { return orderables[T]{comparables[T]{s}} }

func (o orderables[T]) sort()                    { slices.Sort(o.elems()) }
func (o orderables[T]) isSorted() bool           { return slices.IsSorted(o.elems()) }
func (o orderables[T]) least() any               { return o.result(slices.Min(o.elems())) }
func (o orderables[T]) greatest() any            { return o.result(slices.Max(o.elems())) }
func (o orderables[T]) search(v any) (int, bool) { return slices.BinarySearch(o.elems(), o.elem(v)) }

func (o orderables[T]) compare(other ordered) int {
	return slices.Compare(o.elems(), other.(orderables[T]).elems())
}

// result returns v as a value of the slice's element type.
func (o orderables[T]) result(v T) any {
	if e := o.slice.Type().Elem(); e != reflect.TypeFor[T]() {
		return reflect.ValueOf(v).Convert(e).Interface()
	}
	return v
}
