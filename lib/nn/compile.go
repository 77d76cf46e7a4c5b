package nn

import (
	"errors"
	"fmt"

	"gorgonia.org/gorgonia"
)

// Compile ends the building. With a loss in a graph for training it has Gorgonia
// differentiate the loss by every learned parameter. A builder compiles once.
func (b *Builder) Compile(out Node, loss *Scalar) (*Machine, error) {
	if b.compiled {
		return nil, errors.New("nn: Compile: got a second call, want one per builder: make another builder")
	}
	if b.err == nil && b.opts.Training && loss == nil {
		b.err = errors.New("nn: Compile: got a graph for training without a loss, want one")
	}
	if b.err == nil && loss != nil && (loss.node == nil || loss.node.Graph() != b.graph) {
		b.err = errors.New("nn: Compile: got a loss of no or another builder, want one of this graph")
	}
	if b.err == nil && out.node == nil {
		b.err = errors.New("nn: Compile: got no output, want one")
	}
	if b.err != nil {
		return nil, b.err
	}
	if !b.ready("Compile", []Node{out}) {
		return nil, b.err
	}
	b.compiled = true
	m := &Machine{b: b, out: out, loss: loss}
	if b.opts.Training {
		if err := m.differentiate(); err != nil {
			return nil, err
		}
	}
	b.checkHashes()
	m.vm = gorgonia.NewTapeMachine(b.graph)
	m.keep()
	m.deferParts()
	if err := m.furnish(); err != nil {
		return nil, fmt.Errorf("nn: Compile: %w", err)
	}
	return m, nil
}

func (m *Machine) differentiate() error {
	var nodes gorgonia.Nodes
	for _, p := range m.b.params {
		if n := m.b.nodes[p]; m.b.wants(p) {
			nodes = append(nodes, n)
			m.params = append(m.params, n)
		}
	}
	if m.b.opts.ByInput {
		nodes = append(nodes, m.b.input.node)
	}
	// Operations of the backward pass belong to no block: they always run.
	m.b.gate, m.b.role, m.b.backward = nil, always, true
	_, err := gorgonia.Grad(m.loss.node, nodes...)
	switch {
	case m.b.err != nil:
		return m.b.err
	case err != nil:
		return fmt.Errorf("nn: Compile: %w", err)
	}
	return nil
}

// checkHashes panics if Gorgonia's compiler would take two nodes for one.
func (b *Builder) checkHashes() {
	seen := make(map[uint32]*gorgonia.Node)
	for _, n := range b.graph.AllNodes() {
		if other := seen[n.Hashcode()]; other != nil {
			panic(fmt.Sprintf("nn: nodes %v and %v have the same hash", n, other))
		}
		seen[n.Hashcode()] = n
	}
}
