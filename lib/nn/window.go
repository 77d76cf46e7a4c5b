package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Window is what a pooling operation moves over an image: Size×Size pixels, by
// Stride pixels at a time, over the image with Pad pixels added on each side. The
// result has ⌊(H + 2·Pad − Size)/Stride⌋ + 1 rows, and columns accordingly: pixels
// in which no further window fits are left out.
type Window struct {
	Size   int
	Stride int // 0 means Size
	Pad    int // at most half of Size
}

// MaxPool adds the largest value in each window. Padding is never the largest.
func (b *Builder) MaxPool(x Node, w Window) Node {
	return b.pool2D("MaxPool", x, w, pick(b, maxPool[float32], maxPool[float64]))
}

// AveragePool adds the mean of the values in each window. Padding counts as zeros.
func (b *Builder) AveragePool(x Node, w Window) Node {
	return b.pool2D("AveragePool", x, w, pick(b, averagePool[float32], averagePool[float64]))
}

// pooling adds an operation over windows.
type pooling func(b *Builder, x, y Node, plans *plans[compute.Pooling]) *gorgonia.Node

func (b *Builder) pool2D(name string, x Node, w Window, add pooling) Node {
	if !b.ready(name, []Node{x}) {
		return Node{}
	}
	switch {
	case w.Size < 1 || w.Stride < 0 || w.Pad < 0 || 2*w.Pad > w.Size:
		b.fail(name, "a window of %d×%d with stride %d and padding %d, want a size of at least 1, a stride of at least 0 (which means the size) and a padding of at most half the size", w.Size, w.Size, w.Stride, w.Pad)
		return Node{}
	case min(x.H, x.W)+2*w.Pad < w.Size:
		b.fail(name, "images of %v padded by %d, want at least %d×%d pixels as the window has", x, w.Pad, w.Size, w.Size)
		return Node{}
	}
	o := compute.PoolingOptions{Kernel: w.Size, Stride: w.Stride, Pad: w.Pad}
	return b.pooled(name, x, add, func(s compute.Shape) (compute.Pooling, error) { return compute.NewPooling(s, o) })
}

func (b *Builder) pooled(name string, x Node, add pooling, plan func(s compute.Shape) (compute.Pooling, error)) Node {
	full, err := plan(b.shape(x))
	if err != nil {
		b.refuse(name, err)
		return Node{}
	}
	y := Node{C: x.C, H: full.Out().H, W: full.Out().W}
	y.node = add(b, x, y, newPlans(b, func() (compute.Pooling, error) { return plan(b.valid(x)) }))
	return y
}

func maxPool[T compute.Float](b *Builder, x, y Node, plans *plans[compute.Pooling]) *gorgonia.Node {
	u := unary[T]{
		name: "max pool", x: x, y: y, keeps: theInput,
		forward:  func(y, x []T) { compute.MaxPoolForward(b.pool, plans.now(), y, x) },
		backward: func(dx, dy, x []T) { compute.MaxPoolBackward(b.pool, plans.now(), dx, dy, x) },
	}
	return u.add(b)
}

func averagePool[T compute.Float](b *Builder, x, y Node, plans *plans[compute.Pooling]) *gorgonia.Node {
	u := unary[T]{
		name: "average pool", x: x, y: y,
		forward:  func(y, x []T) { compute.AveragePoolForward(b.pool, plans.now(), y, x) },
		backward: func(dx, dy, _ []T) { compute.AveragePoolBackward(b.pool, plans.now(), dx, dy) },
	}
	return u.add(b)
}
