package data_test

import (
	"math"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// TestSpiralsAreHalfATurnApart: turning one by half a turn gives the other, and the
// nearest point of the other spiral is never nearer than the arms are.
func TestSpiralsAreHalfATurnApart(t *testing.T) {
	s, err := data.Spirals(400, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < s.Len(); i += 2 {
		a, b := s.Image(i), s.Image(i+1)
		if math.Hypot(float64(a[0]+b[0]), float64(a[1]+b[1])) > 1e-6 {
			t.Fatalf("got %v and %v, want one to be minus the other", a, b)
		}
	}
	nearest := math.Inf(1)
	for i := range s.Len() {
		for j := range s.Len() {
			if s.Labels[i] != s.Labels[j] {
				a, b := s.Image(i), s.Image(j)
				nearest = min(nearest, math.Hypot(float64(a[0]-b[0]), float64(a[1]-b[1])))
			}
		}
	}
	// The radius grows by 0.3 in a turn, so the arms are 0.15 apart along a radius.
	if nearest < 0.14 || nearest > 0.15 {
		t.Errorf("got %v between the spirals, want a little less than 0.15", nearest)
	}
}

func TestCirclesHaveTheirRadii(t *testing.T) {
	s, err := data.Circles(101, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Len() {
		want := 0.5 + 0.5*float64(s.Labels[i])
		if got := math.Hypot(float64(s.Image(i)[0]), float64(s.Image(i)[1])); math.Abs(got-want) > 1e-6 {
			t.Errorf("got radius %v in class %d, want %v", got, s.Labels[i], want)
		}
	}
	if got := s.ClassCounts(); !slices.Equal(got, []int{51, 50}) {
		t.Errorf("got class counts %v, want [51 50]", got)
	}
}

// TestNoiseHasItsDeviation, and comes from the seed.
func TestNoiseHasItsDeviation(t *testing.T) {
	const n, noise = 4000, 0.1
	clean, _ := data.Circles(n, 0, 1)
	noisy, err := data.Circles(n, noise, 7)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, v := range noisy.Images {
		sum += math.Pow(float64(v-clean.Images[i]), 2)
	}
	// The standard error of a deviation from 2n values is noise/sqrt(4n).
	if got := math.Sqrt(sum / (2 * n)); math.Abs(got-noise) > 4*noise/math.Sqrt(4*n) {
		t.Errorf("got noise of deviation %v, want %v", got, noise)
	}
	again, _ := data.Circles(n, noise, 7)
	other, _ := data.Circles(n, noise, 8)
	if !slices.Equal(again.Images, noisy.Images) || slices.Equal(other.Images, noisy.Images) {
		t.Error("want the same noise from the same seed, and other noise from another")
	}
}

func TestCurvesThatAreNone(t *testing.T) {
	for _, make := range []func(int, float64, uint64) (*data.Set, error){data.Spirals, data.Circles} {
		for _, bad := range []struct {
			n     int
			noise float64
		}{{1, 0}, {-3, 0}, {10, -1}, {10, math.NaN()}, {10, math.Inf(1)}} {
			if _, err := make(bad.n, bad.noise, 1); err == nil {
				t.Errorf("%d points with noise %v: got no error", bad.n, bad.noise)
			}
		}
	}
}
