package models

import "github.com/unravel-go/unravel/lib/nn"

// crossing brings a state to the shape of a block's output: by a projection, by an
// operation without weights, or, where the shape stays, by nothing.
type crossing struct {
	projection *projection
	transition bool
	plan       nn.Shortcut // the one without weights
}

// makeCrossing makes what [Config.Shortcut] says, under the name of a part of the
// block.
func makeCrossing(m *maker, at site, part string) crossing {
	c := crossing{transition: at.transition, plan: at.config.Shortcut.plan(at.out, at.stride)}
	if at.transition && at.config.Shortcut.projects() {
		c.projection = makeProjection(m, at.name+"."+part, at.config, at.out, at.stride)
	}
	return c
}

func (c crossing) forward(b *nn.Builder, x nn.Node) nn.Node {
	switch {
	case c.projection != nil:
		return c.projection.forward(b, x)
	case c.transition:
		return b.Shortcut(x, c.plan)
	}
	return x
}

// fuses reports whether the sum at the end of a block can take the crossing upon
// itself.
func (c crossing) fuses() bool {
	return c.projection == nil && !c.plan.Average && !c.plan.Centered
}

// branch adds f, and returns with it what the shortcut begins with: the block's
// input, or what a shared activation makes of it, which stays when f is deleted.
func branch(b *nn.Builder, x nn.Node, layers residual, shortcut crossing) (f, h nn.Node) {
	pre, ok := layers.(preactivated)
	if ok && shortcut.projection != nil && shortcut.projection.shared {
		h = pre.activate(b, x)
		return b.Branch(func() nn.Node { return layers.forward(b, h) }), h
	}
	return b.Branch(func() nn.Node { return evaluate(b, layers, x) }), x
}

// evaluate adds the whole of f.
func evaluate(b *nn.Builder, layers residual, x nn.Node) nn.Node {
	if pre, ok := layers.(preactivated); ok {
		x = pre.activate(b, x)
	}
	return layers.forward(b, x)
}
