package overlay_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	ours "github.com/unravel-go/unravel/kernel/interpreter/overlay/maps"
)

func TestMaps(t *testing.T) {
	t.Run("string to int", rapid.MakeCheck(mapsProperty(texts(), small())))
	t.Run("named float64 to pair", rapid.MakeCheck(mapsProperty(celsiuses(), pairs())))
	t.Run("pair to any", rapid.MakeCheck(mapsProperty(pairs(), anys().Filter(isComparable))))
	t.Run("any to error", rapid.MakeCheck(mapsProperty(rapid.OneOf(small().AsAny(), texts().AsAny()), errs())))
	t.Run("bool to pointer", rapid.MakeCheck(mapsProperty(rapid.Bool(), pointers())))
}

// TestMapsUncomparable compares maps of one value each: with more, the order of
// iteration decides whether the comparison gets to one that panics.
func TestMapsUncomparable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, n := map[int]any{1: anys().Draw(t, "m")}, map[int]any{1: anys().Draw(t, "n")}
		same(t, "Equal", func() []any { return all(maps.Equal(m, n)) }, func() []any { return all(ours.Equal(m, n)) })
	})
}

// isComparable reports whether comparing a value with any other cannot panic.
func isComparable(v any) bool { return v == nil || reflect.TypeOf(v).Comparable() }

type namedMap[K comparable, V any] map[K]V

func mapsProperty[K, V comparable](keys *rapid.Generator[K], values *rapid.Generator[V]) func(*rapid.T) {
	return func(t *rapid.T) {
		draw := func(name string) namedMap[K, V] {
			if rapid.IntRange(0, 9).Draw(t, name+" nil") == 0 {
				return nil
			}
			// Not by MapOf, which does not hold NaN twice.
			m := namedMap[K, V]{}
			for range rapid.IntRange(0, 8).Draw(t, name+" size") {
				m[keys.Draw(t, "key")] = values.Draw(t, "value")
			}
			return m
		}
		m, n := draw("m"), draw("n")
		other := map[K]V(n)
		odd := func(k K, v V) bool { return (len(reflect.TypeOf(&k).String())+hashOf(k)+hashOf(v))%2 == 1 }
		alike := func(a, b V) bool { return hashOf(a)%2 == hashOf(b)%2 }

		same(t, "Equal", func() []any { return all(maps.Equal(m, other)) }, func() []any { return all(ours.Equal(m, other)) })
		same(t, "EqualFunc", func() []any { return all(maps.EqualFunc(m, other, alike)) }, func() []any { return all(ours.EqualFunc(m, other, alike)) })
		same(t, "Clone", func() []any { return shown(maps.Clone(m)) }, func() []any { return shown(ours.Clone(m)) })
		same(t, "All", func() []any { return shown(maps.Collect(maps.All(m))) }, func() []any { return shown(ours.Collect(ours.All(m))) })
		same(t, "Keys", func() []any { return bag(maps.Keys(m)) }, func() []any { return bag(ours.Keys(m)) })
		same(t, "Values", func() []any { return bag(maps.Values(m)) }, func() []any { return bag(ours.Values(m)) })
		change := func(name string, original, ours func(m namedMap[K, V])) {
			a, b := maps.Clone(m), maps.Clone(m)
			same(t, name,
				func() []any { original(a); return shown(a) },
				func() []any { ours(b); return shown(b) })
		}
		change("Copy", func(m namedMap[K, V]) { maps.Copy(m, other) }, func(m namedMap[K, V]) { ours.Copy(m, other) })
		change("Insert", func(m namedMap[K, V]) { maps.Insert(m, maps.All(n)) }, func(m namedMap[K, V]) { ours.Insert(m, ours.All(n)) })
		change("DeleteFunc", func(m namedMap[K, V]) { maps.DeleteFunc(m, odd) }, func(m namedMap[K, V]) { ours.DeleteFunc(m, odd) })
		if len(m) > 0 {
			for range ours.All(m) {
				break
			}
			for range ours.Keys(m) {
				break
			}
			for range ours.Values(m) {
				break
			}
		}
	}
}

// hashOf is a number that depends on how a value prints.
func hashOf(v any) int {
	n := 0
	for _, b := range text(v) {
		n = n*31 + int(b)
	}
	return n & 0xffff
}

// shown lists a map as "key: value", with its type, in order.
func shown[M ~map[K]V, K comparable, V any](m M) []any {
	lines := []string{text(reflect.TypeOf(m)), text(m == nil)}
	for k, v := range m {
		lines = append(lines, text(k)+": "+text(v))
	}
	slices.Sort(lines)
	return all(lines)
}

// bag lists what a sequence yields, in order of how it prints.
func bag[V any](seq func(func(V) bool)) []any {
	var lines []string
	for v := range seq {
		lines = append(lines, text(v))
	}
	slices.Sort(lines)
	return all(lines)
}
