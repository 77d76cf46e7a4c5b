package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Tanh adds y = tanh(x), value by value.
func (b *Builder) Tanh(x Node) Node {
	if !b.ready("Tanh", []Node{x}) {
		return Node{}
	}
	y := Node{C: x.C, H: x.H, W: x.W}
	y.node = pick(b, tanh[float32], tanh[float64])(b, x, y)
	return y
}

func tanh[T compute.Float](b *Builder, x, y Node) *gorgonia.Node {
	u := unary[T]{
		name: "tanh", x: x, y: y, keeps: theOutput, inPlace: true,
		forward:  func(y, x []T) { compute.TanhForward(b.pool, y, x) },
		backward: func(dx, dy, y []T) { compute.TanhBackward(b.pool, dx, dy, y) },
	}
	return u.add(b)
}
