package nn

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestBiasIsAnOffset: a convolution's bias is what is added behind it, also where the
// convolution is one pass with what follows.
func TestBiasIsAnOffset(t *testing.T) {
	behind := map[string]func(b *Builder, m *Maker, x, y Node) Node{
		"nothing": func(_ *Builder, _ *Maker, _, y Node) Node { return y },
		"a normalization": func(b *Builder, m *Maker, _, y Node) Node {
			n := m.Norm("n", 3)
			n.Weight, n.RunningMean = m.Uniform("w", 1, 2, 3), m.Uniform("m", 1, 2, 3)
			return b.BatchNormReLU(y, n)
		},
		"the end of a block": func(b *Builder, m *Maker, x, y Node) Node {
			return b.Add(b.Conv2D(x, m.Conv("s", 2, 3, 1, 1)), y, 1)
		},
		"a scaled end": func(b *Builder, m *Maker, x, y Node) Node {
			return b.ScaledAdd(b.Conv2D(x, m.Conv("s", 2, 3, 1, 1)), y, Constant(-0.7))
		},
	}
	images := randomSample(1, 5, 2*6*5, 1).images
	for name, then := range behind {
		var outputs [][]float32
		for _, fused := range []bool{true, false} {
			b, m := NewBuilder(Options{Batch: 5, Dtype: Float64}), NewMaker(1, Float64)
			x, conv, bias := b.Input(2, 6, 5), m.Conv("c", 2, 3, 3, 1), m.Uniform("b", -1, 1, 3)
			var y Node
			if fused {
				conv.Bias = bias
				y = b.Conv2D(x, conv)
			} else {
				y = b.Offset(b.Conv2D(x, conv), bias)
			}
			machine, err := b.Compile(then(b, m, x, y), nil)
			if err != nil {
				t.Fatal(err)
			}
			out := make([]float32, 5*3*6*5)
			if err := machine.Load(images); err != nil {
				t.Fatal(err)
			}
			run(t, machine)
			if err := machine.Read(out); err != nil {
				t.Fatal(err)
			}
			outputs = append(outputs, out)
		}
		if diff := cmp.Diff(outputs[1], outputs[0], cmpopts.EquateApprox(1e-6, 1e-7)); diff != "" {
			t.Errorf("before %s: other values (-offset +bias)\n%s", name, diff)
		}
	}
}
