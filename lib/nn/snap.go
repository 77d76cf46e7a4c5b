package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// snapped is x rounded to a grid on which couplings add and subtract without rounding.
// What couplings put out is on it. The gradient is handed on as it is.
func (b *Builder) snapped(x Node) Node {
	n, ok := b.onGrid[x.node]
	if !ok {
		n = pick(b, snap[float32], snap[float64])(b, x)
		b.onGrid[x.node], b.onGrid[n] = n, n
	}
	x.node = n
	return x
}

func snap[T compute.Float](b *Builder, x Node) *gorgonia.Node {
	o := b.newOp("snap", b.blocked(x), 1)
	o.over = []int{0}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		n := b.valid(x).Len()
		compute.AddSnapped(b.pool, y[:n], nil, in[0][:n], 1)
	})
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{grad}, nil
	}
	return b.apply(o, x.node)
}
