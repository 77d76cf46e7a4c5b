package native

import (
	"reflect"
)

// SortFunc sorts a slice by cmp, a func(a, b E) int over its elements, and
// keeps the order of equal ones.
//
// A call of interpreted code is dear, so this is a merge sort, which comes close
// to the fewest calls there can be; a sorted slice of n elements takes n-1. cmp
// sees the elements of a copy: a panic in it leaves the slice as it was.
func SortFunc(x, cmp any) {
	s := reflect.ValueOf(x)
	n := s.Len()
	if n < 2 {
		return
	}
	copied := reflect.MakeSlice(reflect.SliceOf(s.Type().Elem()), n, n)
	reflect.Copy(copied, s)
	m := merger{compare: comparison(copied, cmp), order: make([]int, n), spare: make([]int, n)}
	for i := range m.order {
		m.order[i] = i
	}
	m.sort(0, n)
	for to, from := range m.order {
		if to != from {
			s.Index(to).Set(copied.Index(from))
		}
	}
}

// comparison returns cmp over indices of s.
func comparison(s reflect.Value, cmp any) func(i, j int) int {
	switch f := cmp.(type) {
	case func(a, b int) int:
		e := seen[int](s).elems()
		return func(i, j int) int { return f(e[i], e[j]) }
	case func(a, b float64) int:
		e := seen[float64](s).elems()
		return func(i, j int) int { return f(e[i], e[j]) }
	case func(a, b string) int:
		e := seen[string](s).elems()
		return func(i, j int) int { return f(e[i], e[j]) }
	}
	f := reflect.ValueOf(cmp)
	if f.IsNil() {
		var none func()
		none() // panics as a call of cmp does
	}
	in := make([]reflect.Value, 2)
	return func(i, j int) int {
		in[0], in[1] = s.Index(i), s.Index(j)
		return int(f.Call(in)[0].Int())
	}
}

// merger sorts indices.
type merger struct {
	compare      func(i, j int) int
	order, spare []int
}

func (m *merger) sort(lo, hi int) {
	if hi-lo < 2 {
		return
	}
	mid := int(uint(lo+hi) >> 1)
	m.sort(lo, mid)
	m.sort(mid, hi)
	if m.compare(m.order[mid-1], m.order[mid]) > 0 {
		m.merge(lo, mid, hi)
	}
}

// merge merges order[lo:mid] and order[mid:hi], both sorted and not empty. The
// last of the left part is known to come after the first of the right part.
func (m *merger) merge(lo, mid, hi int) {
	left := m.spare[:copy(m.spare, m.order[lo:mid])]
	right := m.order[mid:hi]
	out := m.order[lo:lo]
	for len(left) > 0 && len(right) > 0 {
		if m.compare(left[0], right[0]) > 0 {
			out, right = append(out, right[0]), right[1:]
		} else {
			out, left = append(out, left[0]), left[1:]
		}
	}
	copy(m.order[lo+len(out):], left) // the rest of the right part is in place
}
