package nn

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Back computes the gradient by the input anew, as the gates' Backward say by now,
// from what the forward pass of the last [Machine.Run] has left: for many paths
// through one batch. The graph must be built with [Options.Paths]. Nothing of a
// gate but its way back may have changed since, and no parameter.
func (m *Machine) Back(ctx context.Context) error {
	if err := m.begin("Back"); err != nil {
		return err
	}
	defer m.end()
	s := m.b.state
	switch {
	case ctx == nil:
		return errors.New("nn: Back: got no context, want one")
	case !m.b.opts.Paths:
		return errors.New("nn: Back: got a graph that keeps nothing for it, want Options.Paths")
	case !m.ran:
		return errors.New("nn: Back: got no run of the batch that was loaded, want one")
	}
	for i, g := range m.b.gates {
		if err := m.checkGate(i); err != nil {
			return err
		}
		if then := m.gates[i]; g.Deleted != then.Deleted || g.scale() != then.scale() {
			return fmt.Errorf("nn: Back: got %s deleted or scaled since the forward pass, want only its way back changed", m.b.gateName(i))
		}
	}
	s.back = true
	defer func() { s.back = false }()
	return m.run(ctx)
}

// remember keeps the gates of a forward pass for [Machine.Back] to compare with.
func (m *Machine) remember() {
	m.gates = m.gates[:0]
	for _, g := range m.b.gates {
		m.gates = append(m.gates, *g)
	}
}

// headStart is the power of two that the gradient of the loss begins with in a graph
// for paths: room below for gradients that shrink in every branch. Few grow.
const headStart = 64

// headStartOf is the factor that the gradient of the loss begins with.
func headStartOf[T compute.Float](b *Builder) T {
	if !b.opts.Paths {
		return 1
	}
	return T(math.Ldexp(1, headStart))
}

// PathGradient copies the gradient of the loss by the input, N·C·H·W values for
// the batch that was run, into dst, and returns a power of two to multiply it by.
// Taken apart like that, a gradient through a thousand branches is neither zero nor
// infinite. The graph must be built with [Options.Paths].
func (m *Machine) PathGradient(dst []float64) (exponent int, err error) {
	if err := m.begin("PathGradient"); err != nil {
		return 0, err
	}
	defer m.end()
	if !m.b.opts.Paths {
		return 0, errors.New("nn: PathGradient: got a graph without gradients by the input alone, want Options.Paths")
	}
	if err := m.readable("PathGradient", m.b.input, len(dst)); err != nil {
		return 0, err
	}
	m.b.readWide(dst, m.b.input, m.b.input.node.Deriv().Value())
	return m.b.state.exponent, nil
}

// A gradient may be this far from 1 before it is brought back, and is brought back by so
// much at most at a time: a float32 has no larger powers of two.
const (
	comfort = 20
	most    = 120
)

// leveled has a gradient that enters a branch brought near 1 if the gate says so and it
// has come far from there: by a power of two, which is exact.
func leveled[T compute.Float](b *Builder, o *op, g *Gate) {
	enter := o.kernel
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		value := enter(in)
		if !g.Level || g.Backward != BranchOnly {
			return value
		}
		d := o.shape
		n := b.valid(Node{C: d[1], H: d[2], W: d[3]}).Len()
		exponent := min(max(-most, exponentOf(data[T](value)[:n])), most)
		if exponent >= -comfort && exponent <= comfort {
			return value
		}
		b.state.exponent += exponent
		scale := T(math.Ldexp(1, -exponent))
		compute.BlendForward(b.pool, data[T](o.out)[:n], data[T](value)[:n], nil, nil, scale, 0)
		return o.out
	}
}

// exponentOf is the binary exponent of the largest value, 0 for what cannot be scaled:
// zeros, and what is not finite.
func exponentOf[T compute.Float](values []T) int {
	var low, high T
	for _, v := range values {
		if v > high {
			high = v
		} else if v < low {
			low = v
		}
	}
	_, exponent := math.Frexp(max(float64(high), -float64(low)))
	return exponent
}

// stirs reports whether operations draw random numbers: in training, and not where
// paths are followed through the network that predicts.
func (b *Builder) stirs() bool { return b.opts.Training && !b.opts.Paths }

// wants reports whether a parameter's gradient is asked for.
func (b *Builder) wants(p *Param) bool { return p.Learned && !b.opts.Paths }
