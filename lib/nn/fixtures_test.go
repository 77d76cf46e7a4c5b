package nn

import (
	"context"
	"testing"
)

// operations adds the operation of a fixture to a graph; an operation that is a
// loss returns it.
var operations = map[string]func(s *bench) (Node, *Scalar){
	"conv2d": func(s *bench) (Node, *Scalar) {
		o := s.Options
		return s.b.Conv2D(s.value("x"), Conv{s.param("weight"), o.Stride, o.Pad, o.Groups}), nil
	},
	"scaledadd": func(s *bench) (Node, *Scalar) {
		return s.b.ScaledAdd(s.value("x"), s.value("f"), s.factor("h", s.Options.H)), nil
	},
	"blend": func(s *bench) (Node, *Scalar) {
		return s.b.Blend(s.value("x"), s.value("f"), s.factor("k", s.Options.K)), nil
	},
	"squarederror": func(s *bench) (Node, *Scalar) {
		y := s.value("x")
		return y, s.b.SquaredError(y)
	},
	"crossentropy": func(s *bench) (Node, *Scalar) {
		y := s.value("x")
		if s.Options.Smoothing == 0 {
			return y, s.b.CrossEntropy(y)
		}
		return y, s.b.SmoothCrossEntropy(y, s.Options.Smoothing)
	},
	"batchnorm": func(s *bench) (Node, *Scalar) { return s.batchNorm(), nil },
	"relu":      func(s *bench) (Node, *Scalar) { return s.b.ReLU(s.value("x")), nil },
	"tanh":      func(s *bench) (Node, *Scalar) { return s.b.Tanh(s.value("x")), nil },
	"add":       func(s *bench) (Node, *Scalar) { return s.b.Add(s.value("x"), s.value("f"), s.Options.Stride), nil },
	"multistep": func(s *bench) (Node, *Scalar) {
		return s.b.Multistep(s.param("k"), s.value("x"), s.value("prev"), s.value("f"), s.Options.Stride), nil
	},
	"maxpool":     func(s *bench) (Node, *Scalar) { return s.b.MaxPool(s.value("x"), s.window()), nil },
	"averagepool": func(s *bench) (Node, *Scalar) { return s.b.AveragePool(s.value("x"), s.window()), nil },
	"globalmax":   func(s *bench) (Node, *Scalar) { return s.b.GlobalMaxPool(s.value("x")), nil },
	"concat": func(s *bench) (Node, *Scalar) {
		return s.b.Concat(s.value("a"), s.value("b"), s.value("c")), nil
	},
	"slice": func(s *bench) (Node, *Scalar) {
		return s.b.Slice(s.value("x"), s.Options.From, s.Options.To), nil
	},
	"pad": func(s *bench) (Node, *Scalar) {
		return s.b.Pad(s.value("x"), s.Options.Before, s.Options.After), nil
	},
	"globalaverage": func(s *bench) (Node, *Scalar) { return s.b.GlobalAveragePool(s.value("x")), nil },
	"linear": func(s *bench) (Node, *Scalar) {
		return s.b.Linear(s.value("x"), Linear{Weight: s.param("weight"), Bias: s.param("bias")}), nil
	},
}

// TestOperations compares every operation, through the graph and the machine,
// with PyTorch: its output and its gradients.
func TestOperations(t *testing.T) {
	for _, f := range readFixtures(t) {
		t.Run(f.Op+"/"+f.Name, func(t *testing.T) {
			for _, number := range []struct {
				dtype     Dtype
				tolerance float64
			}{{Float64, 1e-10}, {Float32, 1e-5}} {
				t.Run(number.dtype.String(), func(t *testing.T) {
					follow(t, newBench(t, f, number.dtype), number.tolerance)
				})
			}
		})
	}
}

func follow(t *testing.T, s *bench, tolerance float64) {
	add, ok := operations[s.Op]
	if !ok {
		t.Fatalf("no operation %q here", s.Op)
	}
	s.b.Input(1, 1, 1)
	y, loss := add(s)
	if loss == nil {
		loss = s.weighted(y)
	}
	m, err := s.b.Compile(y, loss)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load(make([]float32, s.images())); err != nil {
		t.Fatal(err)
	}
	if s.Options.Labels != nil {
		if err := m.Labels(s.Options.Labels); err != nil {
			t.Fatal(err)
		}
	}
	if s.Op == "squarederror" {
		if err := m.Targets(narrowed(s.In["target"].values)); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s.Out.shape != nil {
		mustBeClose(t, "output", s.output(y), s.Out.values, tolerance)
	}
	if s.Out.shape == nil {
		mustBeClose(t, "loss", []float64{m.Loss()}, []float64{s.Loss}, tolerance)
	}
	for name, want := range s.Gradients {
		mustBeClose(t, "gradient by "+name, s.gradient(name), want.values, tolerance)
	}
}
