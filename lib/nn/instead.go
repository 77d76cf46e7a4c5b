package nn

import (
	"fmt"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
)

// borrowed returns the inputs of an operation with parameters of another block
// in place of its own, as its gate says.
func (o *op) borrowed(in []gorgonia.Value) []gorgonia.Value {
	if o.gate == nil || o.gate.Instead == nil || o.role != branch {
		return in
	}
	twin := o.b.branches[o.gate.Instead][o.place]
	o.swapped = append(o.swapped[:0], in...)
	for i, n := range twin.in {
		if o.b.isParam(n) {
			o.swapped[i] = n.Value()
		}
	}
	return o.swapped
}

func (b *Builder) isParam(n *gorgonia.Node) bool {
	_, ok := b.grads.learned[n]
	return ok && n.Op() == nil
}

// checkInstead returns why gate i cannot have the layers of the block that it
// names.
func (b *Builder) checkInstead(i int) error {
	g := b.gates[i]
	j := slices.Index(b.gates, g.Instead)
	switch {
	case b.opts.Training:
		return fmt.Errorf("nn: Run: got %s with the layers of another block in a graph for training, want its own", b.gateName(i))
	case j < 0:
		return fmt.Errorf("nn: Run: got %s with the layers of a block of no or another graph, want a gate of this graph", b.gateName(i))
	}
	if mine, other := b.build(g), b.build(g.Instead); mine != other {
		return fmt.Errorf("nn: Run: got %s with the layers of %s, %s, want a block built alike: %s", b.gateName(i), b.gateName(j), other, mine)
	}
	return nil
}

// build describes the operations of a block's branch without the names of its
// parameters.
func (b *Builder) build(g *Gate) string {
	var all []string
	for _, o := range b.branches[g] {
		name := o.name
		for _, n := range o.in {
			if b.isParam(n) {
				name = strings.ReplaceAll(name, n.Name(), fmt.Sprint([]int(n.Shape())))
			}
		}
		for _, n := range o.in {
			if !b.isParam(n) {
				name += " of " + imageOf(n)
			}
		}
		all = append(all, name)
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, ", ")
}

// imageOf is the shape of one image of a value in the engine's layout.
func imageOf(n *gorgonia.Node) string {
	if s := n.Shape(); len(s) == 5 {
		return fmt.Sprintf("%d×%d×%d", s[1], s[2], s[3])
	}
	return fmt.Sprint([]int(n.Shape()))
}
