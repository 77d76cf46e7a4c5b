package train_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/train"
)

// TestCosineIsTorchs steps through torch's own recursion for CosineAnnealingLR,
// which never evaluates the closed form:
//
//	η[t+1] = (1 + cos(π(t+1)/T)) / (1 + cos(πt/T)) · (η[t] − end) + end
func TestCosineIsTorchs(t *testing.T) {
	const steps, peak, end = 50, 0.3, 0.01
	s := train.Cosine{Peak: peak, End: end}
	rate := peak
	for step := range steps {
		if got := s.Rate(float64(step) / steps); math.Abs(got-rate) > 1e-12 {
			t.Errorf("step %d: got rate %v, want %v", step, got, rate)
		}
		wave := func(t int) float64 { return 1 + math.Cos(math.Pi*float64(t)/steps) }
		rate = wave(step+1)/wave(step)*(rate-end) + end
	}
	if got := s.Rate(1); math.Abs(got-end) > 1e-12 {
		t.Errorf("at the end: got rate %v, want %v", got, end)
	}
}

// TestCosineRestartsAsTorchs counts the steps of a cycle and their number as
// torch's CosineAnnealingWarmRestarts does (T_cur and T_i).
func TestCosineRestartsAsTorchs(t *testing.T) {
	for _, stretch := range []int{1, 2, 3} {
		for _, cycles := range []int{1, 2, 3, 4} {
			s := train.Cosine{Peak: 0.2, End: 0.02, Cycles: cycles, Stretch: float64(stretch)}
			steps, length := 0, 10
			for range cycles {
				steps += length
				length *= stretch
			}
			current, length := 0, 10
			for step := range steps {
				want := 0.02 + 0.18*(1+math.Cos(math.Pi*float64(current)/float64(length)))/2
				// Half a step on, where no rounding decides which cycle it is.
				half := 0.02 + 0.18*(1+math.Cos(math.Pi*(float64(current)+0.5)/float64(length)))/2
				if got := s.Rate((float64(step) + 0.5) / float64(steps)); math.Abs(got-half) > 1e-9 {
					t.Errorf("%v: half a step behind %d: got rate %v, want %v", s, step, got, half)
				}
				got := s.Rate(float64(step) / float64(steps))
				if restarts := current == 0; math.Abs(got-want) > 1e-9 && !(restarts && math.Abs(got-0.02) < 1e-9) {
					t.Errorf("%v: step %d: got rate %v, want %v", s, step, got, want)
				}
				if current++; current == length {
					current, length = 0, length*stretch
				}
			}
		}
	}
}

// TestStepsAreTorchs compares with MultiStepLR for every number of steps that the
// milestones divide.
func TestStepsAreTorchs(t *testing.T) {
	s := train.Step{Initial: 0.1, At: []float64{0.25, 0.5, 0.75}}
	for _, steps := range []int{4, 8, 100, 160, 4000} {
		rate := 0.1
		for step := range steps {
			if step > 0 && step%(steps/4) == 0 {
				rate /= 10
			}
			if got := s.Rate(float64(step) / float64(steps-1)); math.Abs(got-rate) > 1e-15 {
				t.Errorf("step %d of %d: got rate %v, want %v", step, steps, got, rate)
			}
		}
	}
}

func TestCosineAtItsEdges(t *testing.T) {
	for _, s := range []train.Cosine{{}, {Cycles: -3}, {Cycles: 3, Stretch: 0.5}, {Cycles: 5, Stretch: 2}, {Cycles: 1 << 20}} {
		for i := range 1001 {
			if r := s.Rate(float64(i) / 1000); !(r >= -1e-12 && r <= 0.1+1e-12) {
				t.Errorf("%v at %d/1000: got rate %v, want one from 0 to the peak", s, i, r)
			}
		}
		if s.Rate(-3) != s.Rate(0) || s.Rate(math.NaN()) != s.Rate(0) || s.Rate(7) != s.Rate(1) {
			t.Errorf("%v: want a point outside of the run to count as the nearest end", s)
		}
	}
}

// Three cycles, each twice as long as the one before, end at 1/7 and 3/7 of the run.
func ExampleCosine() {
	s := train.Cosine{Peak: 0.1, Cycles: 3, Stretch: 2}
	fmt.Println(s)
	for _, p := range []float64{0, 1. / 14, 2. / 7, 5. / 7, 1} {
		fmt.Printf("%.3f %.3f\n", p, s.Rate(p))
	}
	// Output:
	// cosine from 0.1 to 0, 3 cycles, each 2 times as long as the one before
	// 0.000 0.100
	// 0.071 0.050
	// 0.286 0.050
	// 0.714 0.050
	// 1.000 0.000
}
