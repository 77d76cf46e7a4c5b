package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// NormalNoise adds y = x + e with e normal, of mean 0 and the given standard
// deviation, drawn for each value of each image. A graph that evaluates has no
// such operation: there y is x.
func (b *Builder) NormalNoise(x Node, deviation float64) Node {
	return b.noise("NormalNoise", x, compute.Normal, deviation)
}

// UniformNoise adds y = x + e with e uniform between −bound and bound, drawn for
// each value of each image. A graph that evaluates has no such operation: there y
// is x.
func (b *Builder) UniformNoise(x Node, bound float64) Node {
	return b.noise("UniformNoise", x, compute.Uniform, bound)
}

func (b *Builder) noise(name string, x Node, d compute.Distribution, size float64) Node {
	if !b.ready(name, []Node{x}) {
		return Node{}
	}
	plan, err := compute.NewNoise(d, size)
	if err != nil {
		b.fail(name, "noise of size %v for %v, want a finite size of at least 0", size, x)
		return Node{}
	}
	if !b.stirs() || size == 0 {
		return x
	}
	return Node{C: x.C, H: x.H, W: x.W, node: pick(b, noisy[float32], noisy[float64])(b, name, x, plan)}
}

// noisy adds the operation. Its gradient is handed on as it is.
func noisy[T compute.Float](b *Builder, name string, x Node, plan compute.Noise) *gorgonia.Node {
	r := b.random()
	o := b.newOp(name, b.blocked(x), 1)
	o.over = []int{0}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		n := b.valid(x).Len()
		compute.AddNoise(b.pool, &plan, r.now(), y[:n], in[0][:n])
	})
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{grad}, nil
	}
	return b.apply(o, x.node)
}
