package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Dropout adds the leaving out of values at random, each with a probability of
// rate, and multiplies the others by 1/(1−rate): y has the expectation of x
// (Srivastava et al. 2014). A graph that evaluates has no such operation: there y
// is x.
func (b *Builder) Dropout(x Node, rate float64) Node {
	return b.drop("Dropout", x, rate, pick(b, dropout[float32], dropout[float64]))
}

// DropPath adds the leaving out of whole images at random, each with a
// probability of rate, and multiplies the others by 1/(1−rate). On a residual
// branch it is the stochastic depth of Huang et al. (2016), for each image by
// itself. A graph that evaluates has no such operation: there y is x.
func (b *Builder) DropPath(x Node, rate float64) Node {
	return b.drop("DropPath", x, rate, pick(b, dropPath[float32], dropPath[float64]))
}

// DropPaths has the residual branches of the blocks that f adds go through
// [Builder.DropPath] at a rate, where they meet their shortcuts. It is a mistake if f
// adds no end of a block, such as [Builder.Add].
func (b *Builder) DropPaths(rate float64, f func()) {
	if f == nil {
		b.fail("DropPaths", "no function, want one that adds blocks")
		return
	}
	if rate == 0 {
		f()
		return
	}
	before := b.paths
	b.paths.rate, b.paths.ends = rate, 0
	f()
	if b.paths.ends == 0 {
		b.fail("DropPaths", "a block that does not end in the sum of its shortcut and its branch, want one that does, as in Add")
	}
	b.paths = before
}

// paths says at which rate branches are left out, and how many were there.
type paths struct {
	rate float64
	ends int
}

// dropped is a branch where its block ends.
func (b *Builder) dropped(f Node) Node {
	if b.paths.rate == 0 || b.err != nil {
		return f
	}
	b.paths.ends++
	return b.Branch(func() Node { return b.DropPath(f, b.paths.rate) })
}

func (b *Builder) drop(name string, x Node, rate float64, add func(b *Builder, name string, x Node, plan compute.Drop) *gorgonia.Node) Node {
	if !b.ready(name, []Node{x}) {
		return Node{}
	}
	plan, err := compute.NewDrop(rate)
	if err != nil {
		b.fail(name, "a rate of %v for %v, want one from 0 to below 1", rate, x)
		return Node{}
	}
	if !b.stirs() || rate == 0 {
		return x
	}
	return Node{C: x.C, H: x.H, W: x.W, node: add(b, name, x, plan)}
}

func dropout[T compute.Float](b *Builder, name string, x Node, plan compute.Drop) *gorgonia.Node {
	r := b.random()
	mask := func(y, x []T) { compute.Dropout(b.pool, &plan, r.now(), y, x) }
	return masked(b, name, x, mask)
}

func dropPath[T compute.Float](b *Builder, name string, x Node, plan compute.Drop) *gorgonia.Node {
	r := b.random()
	mask := func(y, v []T) { compute.DropPath(b.pool, &plan, r.now(), b.valid(x), y, v, nil) }
	return masked(b, name, x, mask)
}

// masked adds a multiplication by what depends on the run alone: that of the
// output's gradient is the input's.
func masked[T compute.Float](b *Builder, name string, x Node, mask func(y, x []T)) *gorgonia.Node {
	u := unary[T]{
		name: name, x: x, y: x, inPlace: true,
		forward:  mask,
		backward: func(dx, dy, _ []T) { mask(dx, dy) },
	}
	return u.add(b)
}
