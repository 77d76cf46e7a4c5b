package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// wide reports whether the graph computes in float64.
func (b *Builder) wide() bool { return b.opts.Dtype == Float64 }

// pick returns the version of a function for the graph's number type.
func pick[F any](b *Builder, narrow, wide F) F {
	if b.wide() {
		return wide
	}
	return narrow
}

// kernel makes an operation's kernel from a function over plain slices. The
// slice of inputs is reused from run to run.
func kernel[T compute.Float](o *op, f func(out []T, in [][]T)) func([]gorgonia.Value) gorgonia.Value {
	in := make([][]T, o.arity)
	return func(values []gorgonia.Value) gorgonia.Value {
		for i, v := range values {
			in[i] = nil
			if v != nil {
				in[i] = data[T](v)
			}
		}
		f(data[T](o.out), in)
		return o.out
	}
}

// data is a value's memory. A value of another type is our own broken invariant.
// [tensor.Dense.Data] would allocate the header of the slice.
func data[T compute.Float](v gorgonia.Value) []T {
	d := v.(*tensor.Dense)
	if d.Dtype() == tensor.Float64 {
		wide := d.Float64s()
		return *any(&wide).(*[]T)
	}
	narrow := d.Float32s()
	return *any(&narrow).(*[]T)
}

// plans keeps what compute works out for a layer, one plan for each number of
// valid images that it meets: the full batch and the ragged last one.
type plans[P any] struct {
	state *state
	plan  func() (P, error)
	made  map[int]*P
}

func newPlans[P any](b *Builder, plan func() (P, error)) *plans[P] {
	return &plans[P]{b.state, plan, make(map[int]*P)}
}

// now is the plan for the batch at hand.
func (p *plans[P]) now() *P {
	if made := p.made[p.state.valid]; made != nil {
		return made
	}
	made, err := p.plan()
	if err != nil {
		panic(err) // the builder has planned the full batch
	}
	p.made[p.state.valid] = &made
	return &made
}
