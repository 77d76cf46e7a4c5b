package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// ReLU adds y = max(0, x), value by value. Behind a normalization
// [Builder.BatchNormReLU] does both in one pass.
func (b *Builder) ReLU(x Node) Node {
	if !b.ready("ReLU", []Node{x}) {
		return Node{}
	}
	y := Node{C: x.C, H: x.H, W: x.W}
	y.node = pick(b, relu[float32], relu[float64])(b, x, y)
	return y
}

func relu[T compute.Float](b *Builder, x, y Node) *gorgonia.Node {
	u := unary[T]{
		name: "relu", x: x, y: y, keeps: theOutput, inPlace: true,
		forward:  func(y, x []T) { compute.ReLUForward(b.pool, y, x) },
		backward: func(dx, dy, y []T) { compute.ReLUBackward(b.pool, dx, dy, y) },
	}
	return u.add(b)
}
