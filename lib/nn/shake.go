package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Shake adds the mean of two branches with a random part in training (Gastaldi 2017):
//
//	y = α·first + (1−α)·second
//
// where α is drawn for each image and run, uniform on [0, 1). Back come β and 1−β of
// the gradient, for another β of that kind: this is not the derivative of y, which is
// the point. In a graph that evaluates both are ½. The values have the same shape.
func (b *Builder) Shake(first, second Node) Node { return b.shake("Shake", false, first, second) }

// ShakeBatch is [Builder.Shake] with one α and one β for all images of a run.
func (b *Builder) ShakeBatch(first, second Node) Node {
	return b.shake("ShakeBatch", true, first, second)
}

func (b *Builder) shake(name string, whole bool, first, second Node) Node {
	if !b.ready(name, []Node{first, second}) {
		return Node{}
	}
	if !first.sameShape(second) {
		b.fail(name, "values of %v and %v, want the same shape", first, second)
		return Node{}
	}
	if !b.stirs() {
		return b.Blend(first, second, Constant(0.5))
	}
	return Node{C: first.C, H: first.H, W: first.W, node: pick(b, shaken[float32], shaken[float64])(b, whole, first, second)}
}

func shaken[T compute.Float](b *Builder, whole bool, first, second Node) *gorgonia.Node {
	alpha, beta := b.random(), b.random()
	o := b.newOp("shake", b.blocked(first), 2)
	o.over = []int{0, 1}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		s := b.valid(first)
		compute.Shake(b.pool, alpha.now(), s, whole, y[:s.Len()], in[0][:s.Len()], in[1][:s.Len()])
	})
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		share := func(second bool) *gorgonia.Node { return shareOf[T](b, first, beta, whole, second, grad) }
		return gorgonia.Nodes{share(false), share(true)}, nil
	}
	return b.apply(o, first.node, second.node)
}

// shareOf adds the gradient that goes back into one of the branches.
func shareOf[T compute.Float](b *Builder, x Node, beta random, whole, second bool, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("shake by input", b.blocked(x), 1)
	o.over = []int{0}
	o.kernel = kernel(o, func(d []T, in [][]T) {
		s := b.valid(x)
		compute.ShakeShare(b.pool, beta.now(), s, whole, second, d[:s.Len()], in[0][:s.Len()])
	})
	return b.apply(o, grad)
}
