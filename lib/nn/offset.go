package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Offset adds y = x + b with one learned number b per channel.
func (b *Builder) Offset(x Node, offset *Param) Node {
	if !b.ready("Offset", []Node{x}, offset) || !b.shaped("Offset", offset, 1) {
		return Node{}
	}
	if offset.Len() != x.C {
		b.fail("Offset "+offset.Name, "images of %v for %d offsets, want %d channels", x, offset.Len(), offset.Len())
		return Node{}
	}
	y := Node{C: x.C, H: x.H, W: x.W}
	y.node = pick(b, moved[float32], moved[float64])(b, x, offset)
	return y
}

func moved[T compute.Float](b *Builder, x Node, offset *Param) *gorgonia.Node {
	o := b.newOp("offset "+offset.Name, b.blocked(x), 2)
	o.over = []int{0}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		vectors := b.valid(x).Len() / compute.Lanes
		for v := range vectors {
			add := in[1][v%x.C] // channels lie side by side
			from, to := in[0][v*compute.Lanes:][:compute.Lanes], y[v*compute.Lanes:][:compute.Lanes]
			for lane, value := range from {
				to[lane] = value + add
			}
		}
	})
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{grad, byOffset[T](b, x, grad)}, nil
	}
	return b.apply(o, x.node, b.param(offset))
}

// byOffset adds the gradient of the offsets: the sums over images and pixels.
func byOffset[T compute.Float](b *Builder, x Node, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("offset by offset", tensor.Shape{x.C}, 1)
	sums := make([]float64, x.C)
	o.kernel = kernel(o, func(db []T, in [][]T) {
		clear(sums)
		s := b.valid(x)
		perBlock := s.Len() / compute.Lanes / s.Blocks()
		for v := range s.Len() / compute.Lanes {
			for _, g := range in[0][v*compute.Lanes:][:s.Valid(v/perBlock)] {
				sums[v%x.C] += float64(g)
			}
		}
		for c, sum := range sums {
			db[c] = T(sum)
		}
	})
	return b.apply(o, grad)
}
