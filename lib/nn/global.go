package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// GlobalAveragePool averages each channel over its pixels: C×H×W becomes C×1×1.
func (b *Builder) GlobalAveragePool(x Node) Node {
	if !b.ready("GlobalAveragePool", []Node{x}) {
		return Node{}
	}
	y := Node{C: x.C, H: 1, W: 1}
	y.node = pick(b, globalAverage[float32], globalAverage[float64])(b, x, y)
	return y
}

// GlobalMaxPool takes the largest value of each channel: C×H×W becomes C×1×1.
func (b *Builder) GlobalMaxPool(x Node) Node {
	if !b.ready("GlobalMaxPool", []Node{x}) {
		return Node{}
	}
	return b.pooled("GlobalMaxPool", x, pick(b, maxPool[float32], maxPool[float64]), compute.NewGlobalPooling)
}

func globalAverage[T compute.Float](b *Builder, x, y Node) *gorgonia.Node {
	u := unary[T]{
		name: "global average", x: x, y: y,
		forward:  func(means, images []T) { compute.GlobalAverageForward(b.pool, b.valid(x), means, images) },
		backward: func(dx, dy, _ []T) { compute.GlobalAverageBackward(b.pool, b.valid(x), dx, dy) },
	}
	return u.add(b)
}
