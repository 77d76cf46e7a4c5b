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
	if err := m.checkLearned(nodes); err != nil {
		return err
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

// checkLearned returns why the loss cannot be differentiated by these nodes: there are
// none, or it does not depend on one.
func (m *Machine) checkLearned(nodes gorgonia.Nodes) error {
	if len(nodes) == 0 {
		return errors.New("nn: Compile: got a graph for training without anything learned, want a learned parameter, or Options.ByInput")
	}
	behind := m.b.behind(m.loss.node)
	for _, n := range nodes {
		if !behind[n] {
			return fmt.Errorf("nn: Compile: got %s of shape %v, which the loss does not depend on, want all that is learned to have a part in the loss", n.Name(), n.Shape())
		}
	}
	return nil
}

// behind is every node that a node depends on, itself included.
func (b *Builder) behind(n *gorgonia.Node) map[*gorgonia.Node]bool {
	found, open := map[*gorgonia.Node]bool{n: true}, gorgonia.Nodes{n}
	for len(open) > 0 {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		children := b.graph.From(last.ID())
		for children.Next() {
			if child := children.Node().(*gorgonia.Node); !found[child] {
				found[child] = true
				open = append(open, child)
			}
		}
	}
	return found
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
