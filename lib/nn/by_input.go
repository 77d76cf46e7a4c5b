package nn

import "errors"

// inputWithGradient returns the graph's input for use in the graph. Between the
// input and its readers stands an operation in which their gradients meet.
func (b *Builder) inputWithGradient() Node {
	b.grads.learned[b.input.node] = true
	gate := b.gate
	b.gate = nil // not a part of any block
	defer func() { b.gate = gate }()
	x := b.input
	x.node = pick(b, pass[float32], pass[float64])(b, x, "input", func(*op) {})
	return x
}

// ReadInputGradient copies the gradient of the loss by the input, N·C·H·W values
// for the batch that was run, into dst. The graph must be one for training with
// [Options.ByInput].
func (m *Machine) ReadInputGradient(dst []float32) error {
	if err := m.begin("ReadInputGradient"); err != nil {
		return err
	}
	defer m.end()
	if !m.b.opts.Training || !m.b.opts.ByInput {
		return errors.New("nn: ReadInputGradient: got a graph without gradients by the input, want Options with Training and ByInput")
	}
	if m.b.opts.Paths {
		return errors.New("nn: ReadInputGradient: got a graph for paths, want PathGradient there")
	}
	if err := m.readable("ReadInputGradient", m.b.input, len(dst)); err != nil {
		return err
	}
	m.b.read(dst, m.b.input, m.b.input.node.Deriv())
	return nil
}
