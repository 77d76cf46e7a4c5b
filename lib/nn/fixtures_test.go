package nn

import (
	"context"
	"testing"
)

// operations adds the operation of a fixture to a graph; an operation that is a
// loss returns it.
var operations = map[string]func(s *bench) (Node, *Scalar){
	"conv2d":     func(s *bench) (Node, *Scalar) { return s.b.Conv2D(s.value("x"), s.conv()), nil },
	"transposed": func(s *bench) (Node, *Scalar) { return s.b.ConvTransposed2D(s.value("x"), s.conv()), nil },
	"offset":     func(s *bench) (Node, *Scalar) { return s.b.Offset(s.value("x"), s.param("bias")), nil },
	"sum": func(s *bench) (Node, *Scalar) {
		return s.b.Sum(s.value("a"), s.value("b"), s.value("c")), nil
	},
	"weighted": func(s *bench) (Node, *Scalar) {
		return s.b.Weighted(s.Options.Weights, s.value("a"), s.value("b"), s.value("c")), nil
	},
	"gated": func(s *bench) (Node, *Scalar) {
		return s.b.Gated(s.value("a"), s.value("b"), s.value("c")), nil
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
	"shortcut": func(s *bench) (Node, *Scalar) {
		o := s.Options
		return s.b.Shortcut(s.value("x"), Shortcut{o.Channels, o.Stride, o.Average, o.Centered}), nil
	},
	"globalaverage": func(s *bench) (Node, *Scalar) { return s.b.GlobalAveragePool(s.value("x")), nil },
	"linear": func(s *bench) (Node, *Scalar) {
		return s.b.Linear(s.value("x"), Linear{Weight: s.param("weight"), Bias: s.param("bias")}), nil
	},
}

// TestOperations compares every operation with PyTorch, through the graph and the
// machine: its output and its gradients. Memory is overwritten with NaN as soon as
// nobody is to read it any more.
func TestOperations(t *testing.T) {
	for _, f := range readFixtures(t) {
		t.Run(f.Op+"/"+f.Name, func(t *testing.T) {
			t.Run("float64", func(t *testing.T) { trained(t, f, Float64, 1e-10) })
			t.Run("float32", func(t *testing.T) { trained(t, f, Float32, 1e-5) })
			t.Run("evaluation", func(t *testing.T) { evaluated(t, f, 1e-5) })
		})
	}
}

func trained(t *testing.T, f fixture, dtype Dtype, tolerance float64) {
	s := newBench(t, f, Options{Training: true, Dtype: dtype})
	y, loss := s.add()
	if loss == nil {
		loss = s.weighted(y)
	}
	s.run(y, loss)
	s.compare(y, tolerance)
	for name, want := range f.Gradients {
		mustBeClose(t, "gradient by "+name, s.gradient(name), want.values, tolerance)
	}
	s.machine.UpdateStatistics()
	for name, want := range f.After {
		mustBeClose(t, name, s.params[name].Float64s(), want.values, tolerance)
	}
}

func evaluated(t *testing.T, f fixture, tolerance float64) {
	if f.Options.Training {
		t.Skip("uses the statistics of the batch")
	}
	s := newBench(t, f, Options{})
	y, loss := s.add()
	s.run(y, loss)
	s.compare(y, tolerance)
}

// add adds the operation of the fixture.
func (s *bench) add() (Node, *Scalar) {
	add, ok := operations[s.Op]
	if !ok {
		s.t.Fatalf("no operation %q here", s.Op)
	}
	s.b.Input(1, 1, 1)
	return add(s)
}

// run runs the batch of the fixture.
func (s *bench) run(y Node, loss *Scalar) {
	s.t.Helper()
	m, err := s.b.Compile(y, loss)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := m.Load(make([]float32, s.images())); err != nil {
		s.t.Fatal(err)
	}
	if s.Options.Labels != nil {
		if err := m.Labels(s.Options.Labels); err != nil {
			s.t.Fatal(err)
		}
	}
	if target, ok := s.In["target"]; ok {
		if err := m.Targets(narrowed(target.values)); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := m.Run(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	s.machine = m
}

// compare compares the output, or if the operation is a loss that.
func (s *bench) compare(y Node, tolerance float64) {
	s.t.Helper()
	if s.Out.shape == nil {
		mustBeClose(s.t, "loss", []float64{s.machine.Loss()}, []float64{s.Loss}, tolerance)
		return
	}
	if want := s.Out.image(); !y.sameShape(want) {
		s.t.Fatalf("got images of %v, want %v", y, want)
	}
	mustBeClose(s.t, "output", s.output(y), s.Out.values, tolerance)
}
