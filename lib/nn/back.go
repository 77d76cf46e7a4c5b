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
// gate but its way back may have changed since.
func (m *Machine) Back(ctx context.Context) error {
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
	runs := s.runs
	s.back, s.runs = true, runs-1 // to draw what the forward pass drew
	defer func() { s.back, s.runs = false, runs }()
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
	if !m.b.opts.Paths {
		return 0, errors.New("nn: PathGradient: got a graph without gradients by the input alone, want Options.Paths")
	}
	if err := m.readable("PathGradient", m.b.input, len(dst)); err != nil {
		return 0, err
	}
	m.b.readWide(dst, m.b.input, m.b.input.node.Deriv())
	return m.b.state.exponent, nil
}

// comfort is how far from 1 a gradient may be before it is brought back.
const comfort = 20

// level brings the largest value of a gradient near 1 with a power of two, which is
// exact, if it has come far from there, and returns the power.
func level[T compute.Float](dst, g []T) (exponent int) {
	top := 0.0
	for _, v := range g {
		top = max(top, math.Abs(float64(v)))
	}
	_, exponent = math.Frexp(top) // 0 for what cannot be scaled: 0, Inf, NaN
	if exponent >= -comfort && exponent <= comfort {
		copy(dst, g)
		return 0
	}
	scale := math.Ldexp(1, -exponent)
	for i, v := range g {
		dst[i] = T(float64(v) * scale)
	}
	return exponent
}

// leveled has a gradient that enters a branch brought near 1, if the gate says so.
func leveled[T compute.Float](b *Builder, o *op, g *Gate) {
	enter := o.kernel
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		if !g.Level || g.Backward != BranchOnly {
			return enter(in)
		}
		d := o.shape
		n := b.valid(Node{C: d[1], H: d[2], W: d[3]}).Len()
		from := data[T](enter(in))
		b.state.exponent += level(data[T](o.out)[:n], from[:n])
		return o.out
	}
}

// wants reports whether a parameter's gradient is asked for.
func (b *Builder) wants(p *Param) bool { return p.Learned && !b.opts.Paths }
