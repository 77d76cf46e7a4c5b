package models

import (
	"context"
	"errors"

	"github.com/unravel-go/unravel/lib/nn"
)

// section is a part of a network, compiled alone: a map from states to states, of any
// number of samples, as it is in prediction.
type section struct {
	machine *nn.Machine
	in, out int // values per sample
	batch   int
}

// section compiles what build makes of images of c×h×w.
func (n *Net) section(batch, c, h, w int, build func(b *nn.Builder, x nn.Node) nn.Node) (*section, error) {
	o := nn.Options{Batch: batch, Dtype: nn.Float32}
	if n.config.Float64 {
		o.Dtype = nn.Float64
	}
	b := nn.NewBuilder(o)
	out := build(b, b.Input(c, h, w))
	machine, err := b.Compile(out, nil)
	if err != nil {
		return nil, err
	}
	return &section{machine, c * h * w, out.C * out.H * out.W, batch}, nil
}

// of returns the outputs for the samples whose values lie one behind the other in x.
func (s *section) of(ctx context.Context, x []float64) ([]float64, error) {
	count := len(x) / s.in
	y := make([]float64, count*s.out)
	for from := 0; from < count; from += s.batch {
		to := min(from+s.batch, count)
		err := s.machine.LoadFloat64s(x[from*s.in : to*s.in])
		if err == nil {
			err = s.machine.Run(ctx)
		}
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, err
		}
		if err := s.machine.ReadFloat64s(y[from*s.out : to*s.out]); err != nil {
			return nil, err
		}
	}
	return y, nil
}

// beside lays the values of two states side by side, sample by sample: the channels of
// one behind those of the other.
func beside(a, b []float64, size int) []float64 {
	both := make([]float64, 0, len(a)+len(b))
	for i := 0; i < len(a); i += size {
		both = append(append(both, a[i:i+size]...), b[i:i+size]...)
	}
	return both
}

// apart is the inverse of beside.
func apart(both []float64, size int) (a, b []float64) {
	for i := 0; i < len(both); i += 2 * size {
		a, b = append(a, both[i:i+size]...), append(b, both[i+size:i+2*size]...)
	}
	return a, b
}
