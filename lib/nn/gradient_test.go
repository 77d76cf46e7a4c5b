package nn

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sample is what a gradient check feeds a graph with: a batch that is ragged on
// purpose, so that padding lanes are there to go wrong.
type sample struct {
	images, targets []float32
	labels          []int
}

func randomSample(seed uint64, n, size, outputs int) sample {
	rng := rand.New(rand.NewPCG(seed, 1))
	s := sample{images: make([]float32, n*size), targets: make([]float32, n*outputs), labels: make([]int, n)}
	for i := range s.images {
		s.images[i] = float32(rng.NormFloat64())
	}
	for i := range s.targets {
		s.targets[i] = float32(rng.NormFloat64())
	}
	for i := range s.labels {
		s.labels[i] = rng.IntN(outputs)
	}
	return s
}

func (s sample) load(t *testing.T, m *Machine) {
	t.Helper()
	if err := m.Load(s.images); err != nil {
		t.Fatal(err)
	}
	if m.b.target.node == nil {
		if err := m.Labels(s.labels); err != nil {
			t.Fatal(err)
		}
	} else if err := m.Targets(s.targets); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, m *Machine) float64 {
	t.Helper()
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return m.Loss()
}

// checkGradients compares every gradient that Gorgonia arrives at through our
// operations with central differences, in float64.
func checkGradients(t *testing.T, m *Machine) {
	t.Helper()
	const h, tolerance = 1e-5, 2e-6
	run := func(t *testing.T, m *Machine) float64 {
		m.b.state.runs = 0 // the same random numbers in all of them
		return run(t, m)
	}
	run(t, m)
	var params []*Param
	var grads [][]float64
	for _, p := range m.b.params {
		if !p.Learned {
			continue
		}
		g, err := m.b.nodes[p].Grad()
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		params = append(params, p)
		grads = append(grads, append([]float64(nil), g.Data().([]float64)...))
	}
	if len(params) == 0 {
		t.Fatal("no learned parameter in the graph")
	}
	for k, p := range params {
		values := p.value.Data().([]float64)
		for i := 0; i < len(values); i += 1 + len(values)/24 {
			x := values[i]
			values[i] = x + h
			up := run(t, m)
			values[i] = x - h
			down := run(t, m)
			values[i] = x
			want, got := (up-down)/(2*h), grads[k][i]
			if math.Abs(got-want) > tolerance*(1+math.Abs(want)) {
				t.Errorf("%s[%d]: got gradient %.9g, want %.9g as by differences", p.Name, i, got, want)
			}
		}
	}
}

// differentiable is a small graph around an operation, over n images.
type differentiable struct {
	name       string
	c, h, w, n int
	build      func(b *Builder, m *Maker, x Node) (Node, *Scalar)
}

// cross ends a graph whose values have an extent.
func cross(b *Builder, x Node) (Node, *Scalar) {
	x = b.GlobalAveragePool(x)
	return x, b.CrossEntropy(x)
}

// TestGradients differentiates every operation in a small graph of its own. What
// an operation passes on to its input is checked through the parameters of the
// layer before it.
func TestGradients(t *testing.T) {
	tests := slices.Concat(layersToDifferentiate, schemesToDifferentiate, operationsToDifferentiate)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := NewBuilder(Options{Batch: tt.n + 2, Training: true, Dtype: Float64})
			out, loss := tt.build(b, NewMaker(3, Float64), b.Input(tt.c, tt.h, tt.w))
			m, err := b.Compile(out, loss)
			if err != nil {
				t.Fatal(err)
			}
			randomSample(5, tt.n, tt.c*tt.h*tt.w, out.C).load(t, m)
			checkGradients(t, m)
		})
	}
}
