package overlay_test

import (
	stdcmp "cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	ours "github.com/unravel-go/unravel/kernel/interpreter/overlay/slices"
)

// elements are tests for one element type.
type elements interface {
	String() string
	search(t *rapid.T)
	edit(t *rapid.T)
	iterate(t *rapid.T)
	callbacks(t *rapid.T)
}

type of[E comparable] struct{ elem *rapid.Generator[E] }

func (of[E]) String() string { return reflect.TypeFor[E]().String() }

func TestSlicesSearch(t *testing.T) {
	each(t, func(p elements) func(*rapid.T) { return p.search })
}

func TestSlicesEdit(t *testing.T) {
	each(t, func(p elements) func(*rapid.T) { return p.edit })
}

func TestSlicesIterate(t *testing.T) {
	each(t, func(p elements) func(*rapid.T) { return p.iterate })
}

func TestSlicesCallbacks(t *testing.T) {
	each(t, func(p elements) func(*rapid.T) { return p.callbacks })
}

func TestSlicesOrder(t *testing.T) {
	t.Run("int", rapid.MakeCheck(order(small())))
	t.Run("int8", rapid.MakeCheck(order(rapid.Int8())))
	t.Run("int16", rapid.MakeCheck(order(rapid.Int16())))
	t.Run("int32", rapid.MakeCheck(order(rapid.Int32())))
	t.Run("int64", rapid.MakeCheck(order(rapid.Int64())))
	t.Run("uint", rapid.MakeCheck(order(rapid.Uint())))
	t.Run("uint8", rapid.MakeCheck(order(rapid.Uint8())))
	t.Run("uint16", rapid.MakeCheck(order(rapid.Uint16())))
	t.Run("uint32", rapid.MakeCheck(order(rapid.Uint32())))
	t.Run("uint64", rapid.MakeCheck(order(rapid.Uint64())))
	t.Run("uintptr", rapid.MakeCheck(order(rapid.Uintptr())))
	t.Run("float32", rapid.MakeCheck(order(rapid.Float32())))
	t.Run("float64", rapid.MakeCheck(order(floats())))
	t.Run("string", rapid.MakeCheck(order(texts())))
	t.Run("named float64", rapid.MakeCheck(order(celsiuses())))
	t.Run("named string", rapid.MakeCheck(order(words())))
	t.Run("time.Duration", rapid.MakeCheck(order(rapid.SampledFrom([]time.Duration{0, 1, 2, time.Hour}))))
}

// named makes sure that named slice types stay what they are.
type named[E any] []E

// order tests what depends on the natural order.
func order[E stdcmp.Ordered](elem *rapid.Generator[E]) func(*rapid.T) {
	return func(t *rapid.T) {
		x, y, v := named[E](list(t, elem, "x")), named[E](list(t, elem, "y")), elem.Draw(t, "v")
		same(t, "IsSorted", func() []any { return all(slices.IsSorted(x)) }, func() []any { return all(ours.IsSorted(x)) })
		same(t, "Min", func() []any { return all(slices.Min(x)) }, func() []any { return all(ours.Min(x)) })
		same(t, "Max", func() []any { return all(slices.Max(x)) }, func() []any { return all(ours.Max(x)) })
		same(t, "Compare", func() []any { return all(slices.Compare(x, y)) }, func() []any { return all(ours.Compare(x, y)) })

		a, b := twin(x), twin(x)
		same(t, "Sort", func() []any { slices.Sort(a); return all(a) }, func() []any { ours.Sort(b); return all(b) })
		same(t, "IsSorted of sorted", func() []any { return all(slices.IsSorted(a)) }, func() []any { return all(ours.IsSorted(b)) })
		same(t, "BinarySearch",
			func() []any { i, ok := slices.BinarySearch(a, v); return all(i, ok) },
			func() []any { i, ok := ours.BinarySearch(a, v); return all(i, ok) })
		same(t, "Sorted",
			func() []any { return all(slices.Sorted(slices.Values(x))) },
			func() []any { return all(ours.Sorted(ours.Values(x))) })
	}
}

// search tests what depends on equality.
func (o of[E]) search(t *rapid.T) {
	x, y, v := named[E](list(t, o.elem, "x")), named[E](list(t, o.elem, "y")), o.elem.Draw(t, "v")
	same(t, "Index", func() []any { return all(slices.Index(x, v)) }, func() []any { return all(ours.Index(x, v)) })
	same(t, "Contains", func() []any { return all(slices.Contains(x, v)) }, func() []any { return all(ours.Contains(x, v)) })
	same(t, "Equal", func() []any { return all(slices.Equal(x, y)) }, func() []any { return all(ours.Equal(x, y)) })
	same(t, "Equal to its copy", func() []any { return all(slices.Equal(x, twin(x))) }, func() []any { return all(ours.Equal(x, twin(x))) })

	a, b := twin(x), twin(x)
	same(t, "Compact",
		func() []any { r := slices.Compact(a); return all(r, whole(a)) },
		func() []any { r := ours.Compact(b); return all(r, whole(b)) })
}

// edit tests what moves elements about, in place or not, out of range too.
func (o of[E]) edit(t *rapid.T) {
	x, v := named[E](list(t, o.elem, "x")), list(t, o.elem, "v")
	i, j := rapid.IntRange(-1, 13).Draw(t, "i"), rapid.IntRange(-1, 13).Draw(t, "j")
	n := rapid.IntRange(-1, 5).Draw(t, "n")
	edits := []struct {
		name           string
		original, ours func(s named[E]) named[E]
	}{
		{
			"Insert",
			func(s named[E]) named[E] { return slices.Insert(s, i, v...) },
			func(s named[E]) named[E] { return ours.Insert(s, i, v...) },
		},
		{
			"Insert a part of the slice",
			func(s named[E]) named[E] { return slices.Insert(s, min(max(i, 0), len(s)), s[len(s)/2:]...) },
			func(s named[E]) named[E] { return ours.Insert(s, min(max(i, 0), len(s)), s[len(s)/2:]...) },
		},
		{
			"Replace",
			func(s named[E]) named[E] { return slices.Replace(s, i, j, v...) },
			func(s named[E]) named[E] { return ours.Replace(s, i, j, v...) },
		},
		{
			"Replace by a part of the slice",
			func(s named[E]) named[E] { return slices.Replace(s, 0, len(s)/2, s[len(s)/3:]...) },
			func(s named[E]) named[E] { return ours.Replace(s, 0, len(s)/2, s[len(s)/3:]...) },
		},
		{
			"Delete",
			func(s named[E]) named[E] { return slices.Delete(s, i, j) },
			func(s named[E]) named[E] { return ours.Delete(s, i, j) },
		},
		{
			"Reverse",
			func(s named[E]) named[E] { slices.Reverse(s); return s },
			func(s named[E]) named[E] { ours.Reverse(s); return s },
		},
		{"Clone", slices.Clone[named[E]], ours.Clone[named[E]]},
		{"Clip", slices.Clip[named[E]], ours.Clip[named[E]]},
		{
			"Repeat",
			func(s named[E]) named[E] { return slices.Repeat(s, n) },
			func(s named[E]) named[E] { return ours.Repeat(s, n) },
		},
		{
			"Grow",
			func(s named[E]) named[E] { return slices.Grow(s, n) },
			func(s named[E]) named[E] { return ours.Grow(s, n) },
		},
		{
			"Concat",
			func(s named[E]) named[E] { return slices.Concat(s, v, s[:0]) },
			func(s named[E]) named[E] { return ours.Concat(s, v, s[:0]) },
		},
		{
			"Concat of nothing",
			func(named[E]) named[E] { return slices.Concat[named[E]]() },
			func(named[E]) named[E] { return ours.Concat[named[E]]() },
		},
	}
	for _, e := range edits {
		a, b := twin(x), twin(x)
		same(t, e.name,
			func() []any { return all(e.original(a), a) },
			func() []any { return all(e.ours(b), b) })
		same(t, e.name+": the rest", func() []any { return all(whole(a)) }, func() []any { return all(whole(b)) })
	}
	if got := ours.Clip(x); cap(got) != len(x) {
		t.Fatalf("Clip: capacity %d, want %d", cap(got), len(x))
	}
	if n >= 0 {
		if got := ours.Grow(x, n); cap(got)-len(got) < n {
			t.Fatalf("Grow: room for %d, want at least %d", cap(got)-len(got), n)
		}
		if got := ours.Repeat(x, n); cap(got) != len(got) {
			t.Fatalf("Repeat: capacity %d, want %d", cap(got), len(got))
		}
	}
}

// iterate tests iterators, those that are left early too.
func (o of[E]) iterate(t *rapid.T) {
	x, n, until := named[E](list(t, o.elem, "x")), rapid.IntRange(-1, 5).Draw(t, "n"), rapid.IntRange(0, 14).Draw(t, "until")
	same(t, "All", pairsOf(until, func() func(func(int, E) bool) { return slices.All(x) }), pairsOf(until, func() func(func(int, E) bool) { return ours.All(x) }))
	same(t, "Backward", pairsOf(until, func() func(func(int, E) bool) { return slices.Backward(x) }), pairsOf(until, func() func(func(int, E) bool) { return ours.Backward(x) }))
	same(t, "Values", valuesOf(until, func() func(func(E) bool) { return slices.Values(x) }), valuesOf(until, func() func(func(E) bool) { return ours.Values(x) }))
	same(t, "Chunk", valuesOf(until, func() func(func(named[E]) bool) { return slices.Chunk(x, n) }), valuesOf(until, func() func(func(named[E]) bool) { return ours.Chunk(x, n) }))
	if n > 0 {
		for c := range ours.Chunk(x, n) {
			if cap(c) != len(c) {
				t.Fatalf("Chunk: capacity %d, want %d", cap(c), len(c))
			}
		}
	}
	same(t, "Collect",
		func() []any { return all(slices.Collect(slices.Values(x))) },
		func() []any { return all(ours.Collect(ours.Values(x))) })
	same(t, "AppendSeq",
		func() []any { return all(slices.AppendSeq(twin(x), slices.Values(x))) },
		func() []any { return all(ours.AppendSeq(twin(x), ours.Values(x))) })
}

// callbacks tests functions that are given some. These record the elements that
// they saw where that is part of what is promised.
func (o of[E]) callbacks(t *rapid.T) {
	x, y := named[E](list(t, o.elem, "x")), list(t, o.elem, "y")
	bits := rapid.Uint64().Draw(t, "bits") // makes functions of any kind
	key := func(v E) int {
		k := int(bits % 5)
		for _, b := range []byte(fmt.Sprintf("%v", v)) {
			k += int(b) * 7
		}
		return k % 5
	}
	holds := func(v E) bool { return bits>>key(v)&1 == 1 }
	alike := func(a, b E) bool { return key(a) == key(b) }
	compare := func(a, b E) int { return 3 * (key(a) - key(b)) }
	target := rapid.IntRange(-1, 5).Draw(t, "target")
	against := func(a E, k int) int { return key(a) - k }
	inOrder := sorted(x, compare)

	same(t, "IndexFunc", func() []any { return all(slices.IndexFunc(x, holds)) }, func() []any { return all(ours.IndexFunc(x, holds)) })
	same(t, "ContainsFunc", func() []any { return all(slices.ContainsFunc(x, holds)) }, func() []any { return all(ours.ContainsFunc(x, holds)) })
	same(t, "EqualFunc", func() []any { return all(slices.EqualFunc(x, y, alike)) }, func() []any { return all(ours.EqualFunc(x, y, alike)) })
	same(t, "CompareFunc", func() []any { return all(slices.CompareFunc(x, y, compare)) }, func() []any { return all(ours.CompareFunc(x, y, compare)) })
	same(t, "MinFunc", func() []any { return all(slices.MinFunc(x, compare)) }, func() []any { return all(ours.MinFunc(x, compare)) })
	same(t, "MaxFunc", func() []any { return all(slices.MaxFunc(x, compare)) }, func() []any { return all(ours.MaxFunc(x, compare)) })
	same(t, "IsSortedFunc", func() []any { return all(slices.IsSortedFunc(x, compare)) }, func() []any { return all(ours.IsSortedFunc(x, compare)) })
	same(t, "IsSortedFunc of sorted", func() []any { return all(slices.IsSortedFunc(inOrder, compare)) }, func() []any { return all(ours.IsSortedFunc(inOrder, compare)) })
	same(t, "BinarySearchFunc",
		func() []any { i, ok := slices.BinarySearchFunc(inOrder, target, against); return all(i, ok) },
		func() []any { i, ok := ours.BinarySearchFunc(inOrder, target, against); return all(i, ok) })

	a, b := twin(x), twin(x)
	same(t, "DeleteFunc",
		func() []any { return all(slices.DeleteFunc(a, holds), whole(a)) },
		func() []any { return all(ours.DeleteFunc(b, holds), whole(b)) })
	a, b = twin(x), twin(x)
	same(t, "CompactFunc",
		func() []any { return all(slices.CompactFunc(a, alike), whole(a)) },
		func() []any { return all(ours.CompactFunc(b, alike), whole(b)) })
	a, b = twin(x), twin(x)
	same(t, "SortStableFunc",
		func() []any { slices.SortStableFunc(a, compare); return all(a, whole(a)) },
		func() []any { ours.SortStableFunc(b, compare); return all(b, whole(b)) })
	b = twin(x)
	same(t, "SortFunc", func() []any { return all(a) }, func() []any { ours.SortFunc(b, compare); return all(b) })
	same(t, "SortedStableFunc",
		func() []any { return all(slices.SortedStableFunc(slices.Values(x), compare)) },
		func() []any { return all(ours.SortedStableFunc(ours.Values(x), compare)) })
	same(t, "SortedFunc",
		func() []any { return all(slices.SortedStableFunc(slices.Values(x), compare)) },
		func() []any { return all(ours.SortedFunc(ours.Values(x), compare)) })
	same(t, "SortFunc by nil",
		func() []any { slices.SortFunc(twin(x), nil); return nil },
		func() []any { ours.SortFunc(twin(x), nil); return nil })
}

// valuesOf runs an iterator for some steps.
func valuesOf[V any](steps int, seq func() func(func(V) bool)) func() []any {
	return func() (got []any) {
		for v := range seq() {
			got = append(got, v)
			if len(got) > steps {
				break
			}
		}
		return got
	}
}

func pairsOf[K, V any](steps int, seq func() func(func(K, V) bool)) func() []any {
	return func() (got []any) {
		for k, v := range seq() {
			got = append(got, k, v)
			if len(got) > 2*steps {
				break
			}
		}
		return got
	}
}
