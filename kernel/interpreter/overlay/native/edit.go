package native

import "reflect"

// Reverse reverses a slice in place.
func Reverse(s any) {
	swap := reflect.Swapper(s)
	for i, j := 0, reflect.ValueOf(s).Len()-1; i < j; i, j = i+1, j-1 {
		swap(i, j)
	}
}

// Grow returns a slice with room for n more elements.
func Grow(s any, n int) any {
	if n < 0 {
		panic("cannot be negative")
	}
	sv := reflect.ValueOf(s)
	if sv.Cap()-sv.Len() >= n {
		return s
	}
	grown := settable(sv)
	grown.Grow(n)
	return grown.Interface()
}

// Insert returns s with v, a slice of the same element type, in front of s[i].
func Insert(s any, i int, v any) any {
	sv, vv := reflect.ValueOf(s), reflect.ValueOf(v)
	_ = make([]struct{}, sv.Len())[i:] // panics as s[i:] does
	return replace(sv, i, i, vv)
}

// Delete removes s[i:j] in place, zeroes what is left over at the end, and
// returns the new length.
func Delete(s any, i, j int) int {
	sv := reflect.ValueOf(s)
	n := sv.Len()
	_ = make([]struct{}, n, sv.Cap())[i:j:n]
	if i == j {
		return n
	}
	reflect.Copy(sv.Slice(i, n), sv.Slice(j, n))
	sv.Slice(n-(j-i), n).Clear()
	return n - (j - i)
}

// Replace returns s with s[i:j] replaced by v, a slice of the same element
// type.
func Replace(s any, i, j int, v any) any {
	sv, vv := reflect.ValueOf(s), reflect.ValueOf(v)
	all := make([]struct{}, sv.Len(), sv.Cap())
	_, _ = all[i:j], all[j:] // j may be beyond the length in the first
	return replace(sv, i, j, vv)
}

// replace works in place if the capacity allows, and then v may be a part of s.
func replace(s reflect.Value, i, j int, v reflect.Value) any {
	n, m := s.Len(), v.Len()
	total := n - (j - i) + m
	if total > s.Cap() {
		grown := settable(s.Slice3(0, i, i))
		grown.Grow(total - i)
		grown.SetLen(total)
		reflect.Copy(grown.Slice(i, i+m), v)
		reflect.Copy(grown.Slice(i+m, total), s.Slice(j, n))
		return grown.Interface()
	}
	if m > 0 {
		v = cloned(v)
	}
	whole := s.Slice(0, max(n, total))
	if i+m != j {
		reflect.Copy(whole.Slice(i+m, total), s.Slice(j, n))
	}
	reflect.Copy(whole.Slice(i, i+m), v)
	if total < n {
		whole.Slice(total, n).Clear()
	}
	return whole.Slice(0, total).Interface()
}

// Concat returns the elements of all the slices in a slice of slices as one new
// slice, nil if there are none.
func Concat(slices any) any {
	all := reflect.ValueOf(slices)
	total := 0
	for i := range all.Len() {
		total += all.Index(i).Len()
		if total < 0 {
			panic("len out of range")
		}
	}
	out := settable(reflect.Zero(all.Type().Elem()))
	out.Grow(total)
	for i := range all.Len() {
		n := out.Len()
		out.SetLen(n + all.Index(i).Len())
		reflect.Copy(out.Slice(n, out.Len()), all.Index(i))
	}
	return out.Interface()
}

// Repeat returns a new slice of count times the elements of x.
func Repeat(x any, count int) any {
	if count < 0 {
		panic("cannot be negative")
	}
	xv := reflect.ValueOf(x)
	const most = int(^uint(0) >> 1)
	if xv.Len() > 0 && count > most/xv.Len() {
		panic("the result of (len(x) * count) overflows")
	}
	total := xv.Len() * count
	out := reflect.MakeSlice(xv.Type(), total, total)
	for n := reflect.Copy(out, xv); n > 0 && n < total; n *= 2 {
		reflect.Copy(out.Slice(n, total), out.Slice(0, n))
	}
	return out.Interface()
}

// settable returns a variable that holds v.
func settable(v reflect.Value) reflect.Value {
	p := reflect.New(v.Type()).Elem()
	p.Set(v)
	return p
}

func cloned(s reflect.Value) reflect.Value {
	c := reflect.MakeSlice(reflect.SliceOf(s.Type().Elem()), s.Len(), s.Len())
	reflect.Copy(c, s)
	return c
}
