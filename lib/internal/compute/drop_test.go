package compute

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDropout checks that values are dropped at the rate, each by itself, and
// that the others are scaled.
func TestDropout(t *testing.T) {
	ones, y := make([]float32, draws), dirty[float32](draws)
	fill(ones, 1)
	for _, rate := range []float64{0.1, 0.5, 0.9} {
		d, err := NewDrop(rate)
		if err != nil {
			t.Fatal(err)
		}
		Dropout(newPool(2), &d, Random{Seed: 1}, y, ones)
		kept := float32(1 / (1 - rate))
		for i, v := range y {
			if v != 0 && v != kept {
				t.Fatalf("rate %v: got y[%d] = %v, want 0 or %v", rate, i, v, kept)
			}
		}
		// In units of the deviation of one value, √(rate/(1 − rate)).
		for _, distance := range []int{1, 2, Lanes, 8 * Lanes, chunk} {
			mean, _, _, correlation := statistics(y, distance)
			if got := (mean - 1) / math.Sqrt(rate/(1-rate)); math.Abs(got) > fiveSigma {
				t.Errorf("rate %v: got mean %v, want 1", rate, mean)
			}
			if math.Abs(correlation) > fiveSigma {
				t.Errorf("rate %v: got a correlation of %v at distance %d, want 0 ± %v", rate, correlation, distance, fiveSigma)
			}
		}
	}
}

// TestDropPath checks that images are dropped as a whole, and that the sum with
// another batch is that of the parts.
func TestDropPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, r, p := drawShape(t), drawn(t), drawPool(t, 2)
		d, err := NewDrop(0.5)
		if err != nil {
			t.Fatal(err)
		}
		x, add := newBatch[float64](r, s), newBatch[float64](r, s)
		y, sum := dirty[float64](s.Len()), dirty[float64](s.Len())
		random := Random{Seed: r.Uint64()}
		DropPath(p, &d, random, s, y, x.blocked, nil)
		DropPath(p, &d, random, s, sum, x.blocked, add.blocked)
		plain := unpacked(s, y)
		for n := range s.N {
			first := n * s.Features()
			factor := 0.0
			if plain[first] != 0 {
				factor = 2
			}
			for i := first; i < first+s.Features(); i++ {
				if want := factor * x.plain[i]; plain[i] != want {
					t.Fatalf("image %d: got %v, want %v", n, plain[i], want)
				}
			}
		}
		for i, v := range unpacked(s, sum) {
			if want := plain[i] + add.plain[i]; v != want {
				t.Fatalf("sum[%d]: got %v, want %v", i, v, want)
			}
		}
	})
}

// TestDropPathRate checks how many images are dropped.
func TestDropPathRate(t *testing.T) {
	s, rate := Shape{draws, 1, 1, 1}, 0.2
	d, err := NewDrop(rate)
	if err != nil {
		t.Fatal(err)
	}
	x, y := make([]float32, s.Len()), dirty[float32](s.Len())
	fill(x, 1)
	DropPath(newPool(2), &d, Random{Seed: 1}, s, y, x, nil)
	mean, _, _, correlation := statistics(y, 1)
	if got := (mean - 1) / math.Sqrt(rate/(1-rate)); math.Abs(got) > fiveSigma || math.Abs(correlation) > fiveSigma {
		t.Errorf("got mean %v and correlation %v, want 1 and 0", mean, correlation)
	}
}

// TestDropThreads checks that masks depend on the stream alone, not on threads,
// and that runs have their own.
func TestDropThreads(t *testing.T) {
	s := Shape{37, 3, 30, 30}
	d, err := NewDrop(0.3)
	if err != nil {
		t.Fatal(err)
	}
	x, want, got := noise[float32](s.Len()), dirty[float32](s.Len()), dirty[float32](s.Len())
	tests := []struct {
		name string
		run  func(p *Pool, r Random, y []float32)
	}{
		{"values", func(p *Pool, r Random, y []float32) { Dropout(p, &d, r, y, x) }},
		{"images", func(p *Pool, r Random, y []float32) { DropPath(p, &d, r, s, y, x, nil) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.run(newPool(1), Random{1, 2, 3}, want)
			for _, threads := range []int{2, 7} {
				tt.run(newPool(threads), Random{1, 2, 3}, got)
				mustBeSame(t, "y", got, want)
			}
			tt.run(newPool(1), Random{1, 2, 4}, got)
			same := 0
			for i := range got {
				if got[i] == want[i] {
					same++
				}
			}
			if same == len(got) {
				t.Error("another run has the same mask")
			}
		})
	}
}

func TestNewDropErrors(t *testing.T) {
	for _, rate := range []float64{-0.1, 1, math.NaN()} {
		if _, err := NewDrop(rate); err == nil || !strings.Contains(err.Error(), "want one from 0 to below 1") {
			t.Errorf("rate %v: got error %v", rate, err)
		}
	}
}

// TestDropoutOfOddLengths checks that no value is left out of account: each is
// kept and scaled, or dropped.
func TestDropoutOfOddLengths(t *testing.T) {
	d, err := NewDrop(0.5)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		x, y := make([]float32, n), dirty[float32](n)
		fill(x, 1)
		Dropout(newPool(1), &d, Random{}, y, x)
		for i, v := range y {
			if v != 0 && v != 2 {
				t.Errorf("%d values: got y[%d] = %v, want 0 or 2", n, i, v)
			}
		}
	}
}
