package native_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

type entry struct{ key, place int }

// TestSortFuncCalls counts comparisons: n-1 for a sorted slice, and never more
// than a merge sort that looks first whether its halves are in order.
func TestSortFuncCalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.IntRange(0, 50), 0, 100).Draw(t, "keys")
		sorted := rapid.Bool().Draw(t, "sorted")
		if sorted {
			slices.Sort(keys)
		}
		x := make([]entry, len(keys))
		for i, k := range keys {
			x[i] = entry{k, i}
		}
		calls := 0
		native.SortFunc(x, func(a, b entry) int {
			calls++
			return a.key - b.key
		})
		if !slices.IsSortedFunc(x, func(a, b entry) int {
			if a.key != b.key {
				return a.key - b.key
			}
			return a.place - b.place
		}) {
			t.Fatalf("got %v, want it sorted and stable", x)
		}
		most := mergeCalls(len(x))
		if sorted {
			most = max(0, len(x)-1)
		}
		if calls > most {
			t.Fatalf("%d comparisons of %d elements, want at most %d", calls, len(x), most)
		}
	})
}

// mergeCalls is the most comparisons that sorting n elements can take: for each
// merge one fewer than elements, and one to see whether it is needed.
func mergeCalls(n int) int {
	if n < 2 {
		return 0
	}
	return mergeCalls(n/2) + mergeCalls(n-n/2) + n
}

func TestSortFuncPanic(t *testing.T) {
	x := []string{"c", "b", "a"}
	defer func() {
		if r := recover(); r != "stop" {
			t.Errorf("got panic %v, want stop", r)
		}
		if want := []string{"c", "b", "a"}; !slices.Equal(x, want) {
			t.Errorf("the slice is %v, want it as it was: %v", x, want)
		}
	}()
	native.SortFunc(x, func(a, b string) int {
		if a == "a" || b == "a" {
			panic("stop")
		}
		return len(a) - len(b)
	})
}

// The order of a named type is that of its kind.
func ExampleSort() {
	type celsius float64
	x := []celsius{21.5, -3, 7}
	native.Sort(x)
	fmt.Println(x, native.Min(x).(celsius))
	// Output: [-3 7 21.5] -3
}
