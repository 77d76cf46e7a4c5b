package paths_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/paths"
)

// Walking along every path counts the same.
func TestMultiplicityAgreesWithWalks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10).Draw(t, "blocks")
		deleted := rapid.SliceOfDistinct(rapid.IntRange(0, n-1), func(b int) int { return b }).Draw(t, "deleted")
		m, err := paths.Lesion(n, deleted...)
		if err != nil {
			t.Fatal(err)
		}
		left, removed := make([]int64, n+1), make([]int64, n+1)
		for i := range 1 << n {
			var path []int
			for b := range n {
				if i>>b&1 == 1 {
					path = append(path, b)
				}
			}
			if m.Survives(path...) {
				left[len(path)]++
			} else {
				removed[len(path)]++
			}
		}
		total := new(big.Int)
		for k := range n + 1 {
			if l, r := m.Left(k), m.Removed(k); l.Cmp(big.NewInt(left[k])) != 0 || r.Cmp(big.NewInt(removed[k])) != 0 {
				t.Errorf("length %d: got %v left and %v removed, want %d and %d", k, l, r, left[k], removed[k])
			}
			total.Add(total, m.Left(k))
		}
		if total.Cmp(m.TotalLeft()) != 0 || total.Add(total, m.TotalRemoved()).Cmp(big.NewInt(1<<n)) != 0 {
			t.Errorf("got %v left and %v removed in all, want %d together", m.TotalLeft(), m.TotalRemoved(), 1<<n)
		}
	})
}

func TestLesionsOfResNet110(t *testing.T) {
	first := func(d int) *paths.Multiplicity {
		var set []int
		for b := range d {
			set = append(set, b)
		}
		m, err := paths.Lesion(54, set...)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, tt := range []struct {
		deleted         int
		want, tolerance float64
	}{{1, .6977, 1e-4}, {10, .018746, 1e-6}, {20, 1.1938e-4, 1e-8}} {
		if got := first(tt.deleted).Share(5, 17); math.Abs(got-tt.want) > tt.tolerance {
			t.Errorf("%d deleted: got %v of the effective paths left, want %v", tt.deleted, got, tt.want)
		}
	}
	if got, want := first(1).TotalLeft().String(), "9007199254740992"; got != want {
		t.Errorf("got %s paths left of 2⁵⁴, want half, %s", got, want)
	}
}

// If each block multiplies the gradient by c, one deletion takes from the product what
// comes by that block, c/(1+c).
func TestGradientLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := rapid.IntRange(1, 80).Draw(t, "blocks"), rapid.Float64Range(.01, .9).Draw(t, "factor")
		d := rapid.IntRange(0, n).Draw(t, "deleted")
		var set []int
		for b := range d {
			set = append(set, b)
		}
		m, err := paths.Lesion(n, set...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.Gradient(decay(n, c).Product())
		if want := math.Pow(1+c, -float64(d)); err != nil || math.Abs(got-want) > 1e-9 {
			t.Errorf("got %v left and error %v, want %v", got, err, want)
		}
	})
}

func TestLesionsThatCannotBe(t *testing.T) {
	tests := []struct {
		name    string
		n       int
		deleted []int
		want    string
	}{
		{"no blocks", 0, nil, "got 0 blocks"},
		{"beyond the last", 3, []int{3}, "got block 3 of 3, want one in [0, 3)"},
		{"before the first", 3, []int{-1}, "got block -1 of 3"},
		{"twice", 3, []int{1, 0, 1}, "got block 1 twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := paths.Lesion(tt.n, tt.deleted...); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
	m, err := paths.Lesion(5, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*paths.Product{nil, decay(4, .5).Product()} {
		if _, err := m.Gradient(p); err == nil || !strings.Contains(err.Error(), "want a product of 5 blocks") {
			t.Errorf("got error %v, want one that asks for 5 blocks", err)
		}
	}
	var none *paths.Multiplicity
	if got := none.MIMEBundle()["text/plain"]; got != "no deletions" {
		t.Errorf("got %q, want words for nothing", got)
	}
	if html := m.MIMEBundle()["text/html"].(string); strings.Count(html, "<tr><td>") != 6 {
		t.Errorf("got %s, want a row for each of 6 lengths", html)
	}
}

// Deleting the middle one of three blocks leaves four of the eight paths.
func ExampleLesion() {
	m, err := paths.Lesion(3, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for k := range 4 {
		fmt.Printf("length %d: %v left, %v gone\n", k, m.Left(k), m.Removed(k))
	}
	fmt.Println("through blocks 0 and 2:", m.Survives(0, 2))
	// Output:
	// length 0: 1 left, 0 gone
	// length 1: 2 left, 1 gone
	// length 2: 1 left, 2 gone
	// length 3: 0 left, 1 gone
	// through blocks 0 and 2: true
}
