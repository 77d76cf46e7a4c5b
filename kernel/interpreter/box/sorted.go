package box

import (
	"cmp"
	"reflect"
	"slices"
)

// sorted returns the entries of a map in the order in which package fmt prints
// them.
func (x value) sorted() []entry {
	list := x.entries()
	slices.SortStableFunc(list, func(a, b entry) int { return compare(a.key, b.key) })
	return list
}

// compare orders two values of one type as package fmt does: what has no order
// in Go gets some.
func compare(a, b value) int {
	switch a.kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return cmp.Compare(a.v.Int(), b.v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return cmp.Compare(a.v.Uint(), b.v.Uint())
	case reflect.String:
		return cmp.Compare(a.v.String(), b.v.String())
	case reflect.Float32, reflect.Float64:
		return cmp.Compare(a.v.Float(), b.v.Float())
	case reflect.Complex64, reflect.Complex128:
		x, y := a.v.Complex(), b.v.Complex()
		return cmp.Or(cmp.Compare(real(x), real(y)), cmp.Compare(imag(x), imag(y)))
	case reflect.Bool:
		return cmp.Compare(truth(a.v.Bool()), truth(b.v.Bool()))
	case reflect.Pointer, reflect.UnsafePointer, reflect.Chan:
		return cmp.Compare(a.v.Pointer(), b.v.Pointer())
	case reflect.Struct:
		for i := range a.numField() {
			_, x := a.field(i)
			_, y := b.field(i)
			if c := compareDynamic(x, y); c != 0 {
				return c
			}
		}
	case reflect.Array:
		for i := range a.len() {
			if c := compare(a.index(i), b.index(i)); c != 0 {
				return c
			}
		}
	case reflect.Interface:
		return compareDynamic(a.held(), b.held())
	}
	return 0
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareDynamic orders what interfaces hold: nil first, then by type, in an
// order that stays the same for the life of a process.
func compareDynamic(a, b value) int {
	na, nb := a.isNone(), b.isNone()
	if na || nb {
		return cmp.Compare(truth(!na), truth(!nb))
	}
	if a.t == nil && b.t == nil && a.v.Type() == b.v.Type() || a.t != nil && a.t == b.t {
		return compare(a, b)
	}
	return cmp.Compare(a.typeAddress(), b.typeAddress())
}

func (x value) typeAddress() uintptr {
	if x.t != nil {
		return reflect.ValueOf(x.t).Pointer()
	}
	return reflect.ValueOf(x.v.Type()).Pointer()
}
