package nn

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Keep returns x as a value that can be read once a run is through, with
// [Machine.Value], and in a graph for training its gradient too, with
// [Machine.Gradient]. The network goes on with what Keep returns:
//
//	x = b.Keep(b.BatchNormReLU(b.Conv2D(x, conv), norm))
//
// Other values are gone by then, because operations share memory, or never were there,
// because several operations are one pass. So Keep costs the memory of a value and of its
// gradient, and the last digits of a result may differ from those without it. It is not
// for the branch of a [Builder.Coupling], which is computed twice.
func (b *Builder) Keep(x Node) Node {
	if !b.ready("Keep", []Node{x}) {
		return Node{}
	}
	if b.recording != nil || b.repeating != nil {
		b.fail("Keep", "a value of %v in the branch of a Coupling, want one outside", x)
		return Node{}
	}
	k := &keptValue{Node: x}
	k.node = pick(b, passKept[float32], passKept[float64])(b, k)
	b.kept[k.node] = k
	return k.Node
}

// keptValue is a value that a machine is asked for, and the operation that has its gradient,
// if there is one.
type keptValue struct {
	Node
	gradient *op
}

func passKept[T compute.Float](b *Builder, k *keptValue) *gorgonia.Node {
	n := pass[T](b, k.Node, "keep", func(gradient *op) {
		gradient.keep()
		gradient.zero = true // where gates let none through
		k.gradient = gradient
	})
	n.Op().(*op).kept = true
	return n
}

// pass adds y = x, an operation in which the gradients of y's readers meet. met is told
// of the one that has their sum.
func pass[T compute.Float](b *Builder, x Node, name string, met func(gradient *op)) *gorgonia.Node {
	o := b.newOp(name, b.blocked(x), 1)
	o.bare, o.hands = true, []int{0}
	o.kernel = func(in []gorgonia.Value) gorgonia.Value { return in[0] }
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		g := b.newOp("gradient of "+name, b.blocked(x), 1)
		g.kernel = kernel(g, func(dx []T, in [][]T) { copy(dx, in[0]) })
		met(g)
		return gorgonia.Nodes{b.apply(g, grad)}, nil
	}
	return b.apply(o, x.node)
}

// Value returns a value that [Builder.Keep] has kept, for the batch that was run: N·C·H·W
// numbers, image after image, channel after channel, row after row.
func (m *Machine) Value(x Node) ([]float64, error) {
	if err := m.begin("Value"); err != nil {
		return nil, err
	}
	defer m.end()
	k, err := m.keptValue("Value", x)
	if err != nil {
		return nil, err
	}
	if k.node.Op().(*op).absent {
		return nil, fmt.Errorf("nn: Value: got a value of %v in the branch of a deleted block, want one that was computed", k)
	}
	return m.copied(k.Node, k.node.Value()), nil
}

// Gradient returns the gradient of the loss by a value that [Builder.Keep] has kept, laid out
// as [Machine.Value] is. It is zero where gates let no gradient through.
func (m *Machine) Gradient(x Node) ([]float64, error) {
	if err := m.begin("Gradient"); err != nil {
		return nil, err
	}
	defer m.end()
	k, err := m.keptValue("Gradient", x)
	switch {
	case err != nil:
		return nil, err
	case m.b.opts.Paths:
		return nil, fmt.Errorf("nn: Gradient: got a graph for paths, want PathGradient there")
	case k.gradient == nil:
		return nil, fmt.Errorf("nn: Gradient: got a value of %v without a gradient, want one in a graph for training, between something learned (or Options.ByInput) and the loss", k)
	}
	return m.copied(k.Node, k.gradient.out), nil
}

// keptValue finds what a machine is asked for.
func (m *Machine) keptValue(operation string, x Node) (*keptValue, error) {
	k := m.b.kept[x.node]
	switch {
	case k == nil:
		return nil, fmt.Errorf("nn: %s: got a value of %v that is not kept, want what Keep returned", operation, x)
	case !m.ran:
		return nil, fmt.Errorf("nn: %s: got no run of the batch that was loaded, want one", operation)
	}
	return k, nil
}

// copied is a copy of a value that has the shape of x, for the images of the batch.
func (m *Machine) copied(x Node, value gorgonia.Value) []float64 {
	values := make([]float64, m.b.state.valid*x.C*x.H*x.W)
	m.b.readWide(values, x, value)
	return values
}

// ParamGradient returns a copy of the gradient of the loss by a parameter after a run, laid out
// as the parameter is. The solvers take all of them at a time, from [Machine.Params].
func (m *Machine) ParamGradient(p *Param) ([]float64, error) {
	if err := m.begin("ParamGradient"); err != nil {
		return nil, err
	}
	defer m.end()
	n := m.b.nodes[p]
	switch {
	case n == nil:
		return nil, fmt.Errorf("nn: ParamGradient: got a parameter that the graph does not use, want one that it does")
	case !slices.Contains(m.params, gorgonia.ValueGrad(n)):
		return nil, fmt.Errorf("nn: ParamGradient: got %v, without a gradient, want one that is learned, in a graph for training", p)
	case !m.ran:
		return nil, fmt.Errorf("nn: ParamGradient: got no run of the batch that was loaded, want one")
	}
	grad, err := n.Grad()
	if err != nil {
		return nil, fmt.Errorf("nn: ParamGradient: %v: %w", p, err)
	}
	g := make([]float64, p.Len())
	if m.b.wide() {
		copy(g, data[float64](grad))
	} else {
		widen(g, data[float32](grad))
	}
	return g, nil
}
