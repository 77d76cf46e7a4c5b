package data_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
)

func sized(n int) *data.Set {
	return &data.Set{Shape: [3]int{1, 1, 1}, Images: make([]float32, n), Labels: make([]int, n), Classes: 1}
}

func TestEpochDealsEverySampleOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "samples")
		l := data.Loader{
			Set: sized(n), Size: rapid.IntRange(0, 80).Draw(t, "batch size"),
			Seed: rapid.Uint64().Draw(t, "seed"),
		}
		batches := l.Epoch(rapid.IntRange(0, 1000).Draw(t, "epoch"))
		if len(batches) != l.Batches() {
			t.Fatalf("got %d batches, want %d", len(batches), l.Batches())
		}
		seen := slices.Concat(batches...)
		slices.Sort(seen)
		for i, s := range seen {
			if i != s {
				t.Fatalf("got samples %v, want each of 0 to %d once", seen, n-1)
			}
		}
		if len(seen) != n {
			t.Fatalf("got %d samples, want %d", len(seen), n)
		}
	})
}

func TestEpochsDifferAndRepeat(t *testing.T) {
	l := data.Loader{Set: sized(100), Seed: 1}
	order := func(l data.Loader, epoch int) []int { return slices.Concat(l.Epoch(epoch)...) }
	if !slices.Equal(order(l, 3), order(l, 3)) {
		t.Error("the same epoch came in two orders")
	}
	if slices.Equal(order(l, 3), order(l, 4)) {
		t.Error("two epochs came in the same order")
	}
	other := l
	other.Seed = 2
	if slices.Equal(order(l, 3), order(other, 3)) {
		t.Error("two seeds gave the same order")
	}
}
