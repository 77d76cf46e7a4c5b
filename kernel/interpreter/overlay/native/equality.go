package native

import "reflect"

// Equal reports whether two slices of one element type have equal elements.
func Equal(x, y any) bool {
	s, t := reflect.ValueOf(x), reflect.ValueOf(y)
	if s.Len() != t.Len() {
		return false
	}
	if v, ok := viewOf(s); ok {
		w, _ := viewOf(t)
		return v.equal(w)
	}
	for i := range s.Len() {
		if !same(s.Index(i).Interface(), t.Index(i).Interface()) {
			return false
		}
	}
	return true
}

// Index returns the index of the first element of s equal to v, or -1.
func Index(s, v any) int {
	sv := reflect.ValueOf(s)
	if w, ok := viewOf(sv); ok {
		return w.index(v)
	}
	for i := range sv.Len() {
		if same(sv.Index(i).Interface(), v) {
			return i
		}
	}
	return -1
}

// Compact moves the first of each run of equal elements of s to the front,
// zeroes the rest, and returns how many there are.
func Compact(s any) int {
	sv := reflect.ValueOf(s)
	if w, ok := viewOf(sv); ok {
		return w.compact()
	}
	if sv.Len() == 0 {
		return 0
	}
	n := 1
	for i := 1; i < sv.Len(); i++ {
		if same(sv.Index(i).Interface(), sv.Index(i-1).Interface()) {
			continue
		}
		if i != n {
			sv.Index(n).Set(sv.Index(i))
		}
		n++
	}
	sv.Slice(n, sv.Len()).Clear()
	return n
}

// same reports whether two values of one type are equal. Boxes need no care:
// they compare as what they hold would.
func same(x, y any) bool { return x == y }
