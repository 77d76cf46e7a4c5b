package nn

import (
	"errors"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// inputWithGradient returns the graph's input for use in the graph. Between the
// input and its readers stands an operation in which their gradients meet.
func (b *Builder) inputWithGradient() Node {
	b.grads.learned[b.input.node] = true
	x := b.input
	x.node = pick(b, passInput[float32], passInput[float64])(b, x)
	return x
}

func passInput[T compute.Float](b *Builder, x Node) *gorgonia.Node {
	gate := b.gate
	b.gate = nil // not a part of any block
	o := b.newOp("input", b.blocked(x), 1)
	b.gate = gate
	o.bare, o.hands = true, []int{0}
	o.kernel = func(in []gorgonia.Value) gorgonia.Value { return in[0] }
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		byInput := b.newOp("by input", b.blocked(x), 1)
		byInput.kernel = kernel(byInput, func(dx []T, in [][]T) { copy(dx, in[0]) })
		return gorgonia.Nodes{b.apply(byInput, grad)}, nil
	}
	return b.apply(o, x.node)
}

// ReadInputGradient copies the gradient of the loss by the input, N·C·H·W values
// for the batch that was run, into dst. The graph must be one for training with
// [Options.ByInput].
func (m *Machine) ReadInputGradient(dst []float32) error {
	if !m.b.opts.Training || !m.b.opts.ByInput {
		return errors.New("nn: ReadInputGradient: got a graph without gradients by the input, want Options with Training and ByInput")
	}
	if m.b.opts.Paths {
		return errors.New("nn: ReadInputGradient: got a graph for paths, want PathGradient there")
	}
	if err := m.begin("ReadInputGradient"); err != nil {
		return err
	}
	defer m.end()
	if err := m.readable("ReadInputGradient", m.b.input, len(dst)); err != nil {
		return err
	}
	m.b.read(dst, m.b.input, m.b.input.node.Deriv())
	return nil
}
