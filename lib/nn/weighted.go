package nn

import (
	"slices"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Weighted adds y = w[0]·x[0] + w[1]·x[1] + …, the state in which a stage of a
// Runge–Kutta method looks: a value goes with each of the constant weights, and all
// have one shape.
func (b *Builder) Weighted(weights []float64, xs ...Node) Node {
	if len(xs) != len(weights) {
		b.fail("Weighted", "%d values and %d weights, want as many of each", len(xs), len(weights))
	}
	b.mustBeFinite("Weighted", weights...)
	return b.weighted("Weighted", weights, xs)
}

func (b *Builder) weighted(name string, weights []float64, xs []Node) Node {
	if !b.ready(name, xs) {
		return Node{}
	}
	if len(xs) == 0 {
		b.fail(name, "no values, want at least one")
		return Node{}
	}
	for _, x := range xs {
		if !x.sameShape(xs[0]) {
			b.fail(name, "values of %v and %v, want the same shape", xs[0], x)
			return Node{}
		}
	}
	y := Node{C: xs[0].C, H: xs[0].H, W: xs[0].W}
	y.node = pick(b, weightedSum[float32], weightedSum[float64])(b, slices.Clone(weights), slices.Clone(xs))
	return y
}

// Sum adds y = x[0] + x[1] + …, of values of one shape: what makes one branch of
// several. [Builder.Add] is for the end of a block.
func (b *Builder) Sum(xs ...Node) Node {
	return b.weighted("Sum", slices.Repeat([]float64{1}, len(xs)), xs)
}

func weightedSum[T compute.Float](b *Builder, weights []float64, xs []Node) *gorgonia.Node {
	in := make(gorgonia.Nodes, len(xs))
	for i, x := range xs {
		in[i] = x.node
	}
	o := b.newOp("weighted", b.blocked(xs[0]), len(in))
	if len(xs) < 3 {
		o.over = []int{0} // of more, the first may be there again
	}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		y = y[:b.valid(xs[0]).Len()]
		var second []T
		var weight T
		if len(in) > 1 {
			second, weight = in[1][:len(y)], T(weights[1])
		}
		compute.BlendForward(b.pool, y, in[0][:len(y)], second, nil, T(weights[0]), weight)
		for i := 2; i < len(in); i++ {
			compute.AddScaled(b.pool, y, y, in[i][:len(y)], T(weights[i]))
		}
	})
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		grads := make(gorgonia.Nodes, len(xs))
		for i, x := range xs {
			switch {
			case !o.wrt[i]:
			case weights[i] == 1:
				grads[i] = grad
			default:
				grads[i] = scaledGradient[T](b, x, grad, weights[i])
			}
		}
		return grads, nil
	}
	return b.apply(o, in...)
}

// scaledGradient adds a gradient times a constant.
func scaledGradient[T compute.Float](b *Builder, x Node, grad *gorgonia.Node, weight float64) *gorgonia.Node {
	o := b.newOp("weighted by input", b.blocked(x), 1)
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		n := b.valid(x).Len()
		compute.Scale(b.pool, dx[:n], in[0][:n], T(weight))
	})
	return b.apply(o, grad)
}
