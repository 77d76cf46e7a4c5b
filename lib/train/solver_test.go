package train_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/train"
)

// pair is a parameter with a gradient.
type pair struct{ value, grad gorgonia.Value }

func (p pair) Value() gorgonia.Value         { return p.value }
func (p pair) Grad() (gorgonia.Value, error) { return p.grad, nil }
func (p pair) Name() string                  { return "w" }

func single(w, g float64) (pair, []float64) {
	v := []float64{w}
	return pair{
		tensor.New(tensor.WithShape(1), tensor.WithBacking(v)),
		tensor.New(tensor.WithShape(1), tensor.WithBacking([]float64{g})),
	}, v
}

// The expected values are the update rules worked out by hand.
func TestSGD(t *testing.T) {
	tests := []struct {
		name string
		sgd  train.SGD
		want [2]float64 // after one and two steps from w = 1 with gradient 2
	}{
		{"plain", train.SGD{Rate: 0.1}, [2]float64{0.8, 0.6}},
		{"with decay", train.SGD{Rate: 0.1, Decay: 0.5}, [2]float64{0.75, 0.5125}},
		{"with momentum", train.SGD{Rate: 0.1, Momentum: 0.5}, [2]float64{0.8, 0.5}},
		{"with Nesterov momentum", train.SGD{Rate: 0.1, Momentum: 0.5, Nesterov: true}, [2]float64{0.7, 0.35}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, w := single(1, 2)
			for i, want := range tt.want {
				if err := tt.sgd.Step([]gorgonia.ValueGrad{p}); err != nil {
					t.Fatal(err)
				}
				if math.Abs(w[0]-want) > 1e-12 {
					t.Errorf("step %d: got %v, want %v", i+1, w[0], want)
				}
			}
		})
	}
}

// Adam's first step is the rate itself, whatever the size of the gradient.
func TestAdamFirstStep(t *testing.T) {
	for _, g := range []float64{1e-3, -4, 1e5} {
		p, w := single(1, g)
		if err := (&train.Adam{Rate: 0.01}).Step([]gorgonia.ValueGrad{p}); err != nil {
			t.Fatal(err)
		}
		if want := 1 - math.Copysign(0.01, g); math.Abs(w[0]-want) > 1e-6 {
			t.Errorf("gradient %v: got %v, want %v", g, w[0], want)
		}
	}
}

func TestSolversChangeNothingOnAMistake(t *testing.T) {
	good, w := single(1, 2)
	bad := pair{good.value, tensor.New(tensor.WithShape(2), tensor.WithBacking([]float64{1, 2}))}
	for _, s := range []train.Solver{&train.SGD{Rate: 1}, &train.Adam{Rate: 1}} {
		err := s.Step([]gorgonia.ValueGrad{good, bad})
		if err == nil || !strings.Contains(err.Error(), "parameter w") {
			t.Errorf("%T: got error %v, want one that names the parameter", s, err)
		}
		if w[0] != 1 {
			t.Errorf("%T: got w = %v, want it as it was", s, w[0])
		}
	}
}

func TestAStepAllocatesNothing(t *testing.T) {
	p, _ := single(1, 2)
	params := []gorgonia.ValueGrad{p}
	for _, s := range []train.Solver{&train.SGD{Rate: 0.1, Momentum: 0.9}, &train.Adam{Rate: 0.1}} {
		allocs := testing.AllocsPerRun(10, func() {
			if err := s.Step(params); err != nil {
				t.Fatal(err)
			}
		})
		if allocs > 0 {
			t.Errorf("%T: got %v allocations per step, want none", s, allocs)
		}
	}
}

func TestSchedules(t *testing.T) {
	tests := []struct {
		name     string
		schedule train.Schedule
		at       map[float64]float64
	}{
		{"one cycle", train.OneCycle{}, map[float64]float64{0: 0.004, 0.15: 0.052, 0.3: 0.1, 0.65: 0.0500002, 1: 4e-7}},
		{"one cycle with its own numbers", train.OneCycle{Peak: 1, Warmup: 0.5, Start: 10, End: 10}, map[float64]float64{0: 0.1, 0.5: 1, 1: 0.01}},
		{"steps", train.Step{At: []float64{0.5, 0.75}}, map[float64]float64{0: 0.1, 0.49: 0.1, 0.5: 0.01, 0.75: 0.001, 1: 0.001}},
		{"constant", train.Constant(0.3), map[float64]float64{0: 0.3, 1: 0.3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for p, want := range tt.at {
				if got := tt.schedule.Rate(p); math.Abs(got-want) > 1e-9 {
					t.Errorf("at %v: got %v, want %v", p, got, want)
				}
			}
		})
	}
}

func ExampleStep() {
	s := train.Step{At: []float64{0.5, 0.75}}
	fmt.Println(s)
	fmt.Println(s.Rate(0), s.Rate(0.6), s.Rate(0.9))
	// Output:
	// steps from 0.1, divided by 10 at 50 %, 75 %
	// 0.1 0.01 0.001
}

// Up to the peak for three tenths of the run, then down to almost nothing.
func ExampleOneCycle() {
	s := train.OneCycle{Peak: 0.2}
	for _, p := range []float64{0, 0.3, 0.65, 1} {
		fmt.Printf("%.2f %.5f\n", p, s.Rate(p))
	}
	// Output:
	// 0.00 0.00800
	// 0.30 0.20000
	// 0.65 0.10000
	// 1.00 0.00000
}
