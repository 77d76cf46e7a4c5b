package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Slice adds y = the channels of x from the first to, but not including, the last,
// as in Go's x[from:to].
func (b *Builder) Slice(x Node, from, to int) Node {
	if !b.ready("Slice", []Node{x}) {
		return Node{}
	}
	if from < 0 || to <= from || to > x.C {
		b.fail("Slice", "channels %d to %d of images of %v, want at least one of the channels 0 to %d", from, to, x, x.C)
		return Node{}
	}
	plans := newPlans(b, func() (compute.Slice, error) { return compute.NewSlice(b.valid(x), from, to-from) })
	y := Node{C: to - from, H: x.H, W: x.W}
	y.node = pick(b, sliced[float32], sliced[float64])(b, x, y, plans)
	return y
}

// Pad adds y = x between channels of zeros, so many before its own and so many
// after.
func (b *Builder) Pad(x Node, before, after int) Node {
	if !b.ready("Pad", []Node{x}) {
		return Node{}
	}
	if before < 0 || after < 0 || product(b.opts.Batch, x.H, x.W)*(float64(before)+float64(after)) > maxValues {
		b.fail("Pad", "%d channels before and %d after images of %v, want at least 0 of each and at most %d values", before, after, x, maxValues)
		return Node{}
	}
	plans := newPlans(b, func() (compute.Slice, error) { return compute.NewPad(b.valid(x), before, after) })
	y := Node{C: before + x.C + after, H: x.H, W: x.W}
	y.node = pick(b, padded[float32], padded[float64])(b, x, y, plans)
	return y
}

func sliced[T compute.Float](b *Builder, x, y Node, plans *plans[compute.Slice]) *gorgonia.Node {
	u := unary[T]{
		name: "slice", x: x, y: y,
		forward:  func(y, x []T) { compute.SliceForward(b.pool, plans.now(), y, x) },
		backward: func(dx, dy, _ []T) { compute.PadForward(b.pool, plans.now(), dx, dy) },
	}
	return u.add(b)
}

func padded[T compute.Float](b *Builder, x, y Node, plans *plans[compute.Slice]) *gorgonia.Node {
	u := unary[T]{
		name: "pad", x: x, y: y,
		forward:  func(y, x []T) { compute.PadForward(b.pool, plans.now(), y, x) },
		backward: func(dx, dy, _ []T) { compute.SliceForward(b.pool, plans.now(), dx, dy) },
	}
	return u.add(b)
}
