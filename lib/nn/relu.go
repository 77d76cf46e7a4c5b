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

// relu is finished with the block's end in front of it, in one pass.
func relu[T compute.Float](b *Builder, x, y Node) *gorgonia.Node {
	o := b.newOp("relu", b.blocked(y), 1)
	o.over = []int{0}
	o.finishes = func(maker *op) bool { return maker.joins }
	finishable(o, func(y []T, in [][]T, e compute.Epilogue[T]) {
		y = y[:b.valid(x).Len()]
		if o.waits(0) {
			finish(o.makers[0], y, compute.Epilogue[T]{ReLU: true})
			return
		}
		compute.ReLUForward(b.pool, y, in[0][:len(y)])
	})
	o.diff = func(_ gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{reluByInput[T](b, x, out, grad)}, nil
	}
	return b.apply(o, x.node)
}

func reluByInput[T compute.Float](b *Builder, x Node, out, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("relu by input", b.blocked(x), 2)
	o.over = []int{1}
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		n := b.valid(x).Len()
		compute.ReLUBackward(b.pool, dx[:n], in[1][:n], in[0][:n])
	})
	return b.apply(o, out, grad)
}
