package nn

import (
	"context"
	"math"
	"math/rand/v2"
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

// TestGradients differentiates every operation in a small graph of its own. What
// an operation passes on to its input is checked through the parameters of the
// layer before it.
func TestGradients(t *testing.T) {
	type net func(b *Builder, m *Maker, x Node) (Node, *Scalar)
	cross := func(b *Builder, x Node) (Node, *Scalar) {
		x = b.GlobalAveragePool(x)
		return x, b.CrossEntropy(x)
	}
	tests := []struct {
		name       string
		c, h, w, n int
		build      net
	}{
		{"convolution 3×3", 2, 4, 5, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Conv("b", 3, 4, 3, 1)))
		}},
		{"convolution 3×3 with stride 2", 2, 5, 5, 19, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 3, 2)), m.Conv("b", 3, 4, 3, 2)))
		}},
		{"projection 1×1 with stride 2", 2, 4, 4, 3, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 1, 1)), m.Conv("b", 3, 4, 1, 2)))
		}},
		{"batch normalization with ReLU", 2, 3, 3, 17, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.BatchNormReLU(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Norm("n", 3))
			return cross(b, b.Conv2D(x, m.Conv("b", 3, 4, 3, 1)))
		}},
		{"batch normalization", 2, 3, 3, 7, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.BatchNorm(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Norm("n", 3))
			return cross(b, b.Conv2D(x, m.Conv("b", 3, 4, 3, 1)))
		}},
		{"addition of a branch to its input", 2, 4, 4, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			return cross(b, b.Add(x, b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)), 1))
		}},
		{"addition to an option A shortcut", 2, 5, 5, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			return cross(b, b.Add(x, b.Conv2D(x, m.Conv("b", 3, 6, 3, 2)), 2))
		}},
		{"addition of two convolutions", 2, 5, 5, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			return cross(b, b.Add(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), b.Conv2D(x, m.Conv("b", 2, 4, 3, 1)), 1))
		}},
		{"two multi-step blocks", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x0 := b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			x1 := b.Add(x0, b.Conv2D(x0, m.Conv("b", 3, 3, 3, 1)), 1)
			x2 := b.Multistep(m.Uniform("k1", -0.5, 0.5, 1), x1, x0, b.Conv2D(x1, m.Conv("c", 3, 3, 3, 1)), 1)
			return cross(b, b.Multistep(m.Uniform("k2", -0.5, 0.5, 1), x2, x1, b.Conv2D(x2, m.Conv("d", 3, 3, 3, 1)), 1))
		}},
		{"a multi-step block behind a change of shape", 2, 4, 4, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x0 := b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			x1 := b.Add(x0, b.Conv2D(x0, m.Conv("b", 3, 6, 3, 2)), 2)
			return cross(b, b.Multistep(m.Uniform("k", -0.5, 0.5, 1), x1, x0, b.Conv2D(x1, m.Conv("c", 6, 6, 3, 1)), 2))
		}},
		{"frozen normalization", 2, 3, 3, 7, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			norm := m.Norm("n", 3)
			norm.Frozen = true
			return cross(b, b.BatchNorm(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), norm))
		}},
		{"normalization of a branch and addition", 2, 3, 3, 17, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			return cross(b, b.BatchNormAddReLU(b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)), x, m.Norm("n", 3)))
		}},
		{"relu", 2, 3, 3, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			return cross(b, b.ReLU(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))))
		}},
		{"dropout", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			return cross(b, b.Conv2D(b.Dropout(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), 0.4), m.Conv("b", 3, 3, 3, 1)))
		}},
		{"drop-path", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			return cross(b, b.Conv2D(b.DropPath(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), 0.4), m.Conv("b", 3, 3, 3, 1)))
		}},
		{"noise", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.NormalNoise(b.Conv2D(b.UniformNoise(x, 0.1), m.Conv("a", 2, 3, 3, 1)), 0.2)
			return cross(b, b.Conv2D(b.Tanh(x), m.Conv("b", 3, 3, 3, 1)))
		}},
		{"pooling", 2, 5, 6, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.MaxPool(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), Window{Size: 3, Stride: 2, Pad: 1})
			return cross(b, b.AveragePool(b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)), Window{Size: 2}))
		}},
		{"global maximum", 2, 3, 4, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.GlobalMaxPool(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)))
			return x, b.CrossEntropy(x)
		}},
		{"channels cut and joined", 2, 2, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			y := b.Concat(b.Tanh(x), b.Slice(x, 1, 3), b.Pad(b.Slice(x, 0, 1), 1, 0))
			return cross(b, b.Conv2D(y, m.Conv("b", 7, 2, 1, 1)))
		}},
		{"a value joined with itself", 2, 2, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			return cross(b, b.Conv2D(b.Concat(x, x), m.Conv("b", 6, 2, 1, 1)))
		}},
		{"grouped convolution without padding", 2, 4, 5, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			conv := m.GroupedConv("b", 4, 6, 3, 1, 2)
			conv.Pad = 0
			return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 4, 3, 1)), conv))
		}},
		{"smoothed cross-entropy", 3, 1, 1, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Linear(x, m.Linear("fc", 3, 4))
			return x, b.SmoothCrossEntropy(x, 0.1)
		}},
		{"steps of a given and a learned size", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			y := b.ScaledAdd(x, b.Tanh(x), Constant(0.3))
			return cross(b, b.ScaledAdd(y, b.Conv2D(y, m.Conv("b", 3, 3, 3, 1)), Learned(m.Uniform("h", 0, 1, 1))))
		}},
		{"blends of a given and a learned share", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			y := b.Blend(b.Tanh(x), x, Constant(-0.3))
			return cross(b, b.Blend(y, x, Learned(m.Uniform("k", -0.5, 0.5, 1))))
		}},
		{"linear layer of images", 2, 3, 2, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Linear(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Linear("fc", 18, 3))
			return x, b.CrossEntropy(x)
		}},
		{"readers of every kind", 2, 4, 4, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			y := b.Add(b.Tanh(x), b.Tanh(b.Tanh(x)), 1)
			return cross(b, b.Add(b.Add(x, x, 1), b.Add(x, b.BatchNorm(y, m.Norm("n", 3)), 1), 1))
		}},
		{"a layer used twice", 2, 4, 4, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			conv := m.Conv("a", 2, 2, 3, 1)
			return cross(b, b.Conv2D(b.Tanh(b.Conv2D(x, conv)), conv))
		}},
		{"linear, tanh and squared error", 3, 1, 1, 21, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Linear(b.Tanh(b.Linear(x, m.Linear("a", 3, 5))), m.Linear("b", 5, 4))
			return x, b.SquaredError(x)
		}},
		{"a layer of a plain network", 2, 4, 4, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
			x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
			return cross(b, b.Bypass(x, b.Conv2D(x, m.Conv("b", 3, 4, 3, 2)), 2))
		}},
	}
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
