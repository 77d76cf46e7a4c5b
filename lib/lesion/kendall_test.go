package lesion_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/lesion"
)

// The values follow from counting inversions by hand: among 54 blocks there are
// 1431 pairs, and blocks that are d places apart and swap cost 2d−1 of them.
func TestTauOfKnownOrders(t *testing.T) {
	swapped := func(n int, pairs ...[2]int) []int {
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		for _, p := range pairs {
			order[p[0]], order[p[1]] = order[p[1]], order[p[0]]
		}
		return order
	}
	reversed := swapped(54)
	slices.Reverse(reversed)
	tests := []struct {
		name  string
		order []int
		want  float64
	}{
		{"two blocks in order", []int{0, 1}, 1},
		{"two blocks swapped", []int{1, 0}, -1},
		{"three blocks, the ends swapped", []int{2, 1, 0}, -1},
		{"three blocks moved on", []int{1, 2, 0}, -1. / 3},
		{"four blocks, two pairs swapped", []int{1, 0, 3, 2}, 1. / 3},
		{"54 blocks in order", swapped(54), 1},
		{"54 blocks reversed", reversed, -1},
		{"neighbours", swapped(54, [2]int{3, 4}), 1 - 2*1./1431},
		{"seventeen apart", swapped(54, [2]int{0, 17}), 1 - 2*33./1431},
		{"two swaps apart from each other", swapped(54, [2]int{0, 17}, [2]int{20, 22}), 1 - 2*36./1431},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := lesion.Tau(tt.order)
			if err != nil || math.Abs(got-tt.want) > 2e-16 {
				t.Errorf("got %v and error %v, want %v", got, err, tt.want)
			}
		})
	}
}

// Reading an order from behind turns its sign, and so does numbering from behind.
func TestTauOfTheReverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "blocks")
		seed := rapid.Uint64().Draw(t, "seed")
		order := rand.New(rand.NewPCG(seed, 0)).Perm(n)
		there, err := lesion.Tau(order)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(order)
		back, err := lesion.Tau(order)
		if err != nil || there != -back {
			t.Errorf("got %v forwards and %v backwards, want opposites (error %v)", there, back, err)
		}
	})
}

func TestNoOrderHasNoTau(t *testing.T) {
	for _, order := range [][]int{{0, 0}, {1, 2}, {-1, 0}} {
		if got, err := lesion.Tau(order); err == nil || !math.IsNaN(got) {
			t.Errorf("%v: got %v and error %v, want NaN and an error", order, got, err)
		}
	}
	if got, err := lesion.Tau([]int{0}); err != nil || !math.IsNaN(got) {
		t.Errorf("one block: got %v and error %v, want NaN and none", got, err)
	}
}
