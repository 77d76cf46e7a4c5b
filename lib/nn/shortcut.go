package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Shortcut brings images to the shape of a block's output without parameters:
// option A of He et al. (2016a, section 3.3) and what others made of it. The result
// has ⌈H/Stride⌉ rows, and columns accordingly.
type Shortcut struct {
	Channels int  // of the result; those that are new are zeros
	Stride   int  // 0 means 1
	Average  bool // of Stride×Stride pixels (fewer at an edge), instead of the first of them
	Centered bool // half of the new channels before those there are, instead of all behind
}

// Shortcut adds y = S(x). [Builder.Add] does so by itself for the shortcut that
// takes the first pixel and appends channels.
func (b *Builder) Shortcut(x Node, s Shortcut) Node {
	if !b.ready("Shortcut", []Node{x}) {
		return Node{}
	}
	if s.Stride == 0 {
		s.Stride = 1
	}
	if s.Stride < 0 || s.Channels < x.C || product(b.opts.Batch, x.H, x.W, s.Channels) > maxValues {
		b.fail("Shortcut", "%d channels and stride %d for images of %v, want at least %d channels, at least stride 0 (which means 1), and at most %d values", s.Channels, s.Stride, x, x.C, maxValues)
		return Node{}
	}
	plan := func(in compute.Shape) (compute.Shortcut, error) {
		return compute.NewShortcut(in, compute.ShortcutOptions{Out: s.Channels, Stride: s.Stride, Average: s.Average, Centered: s.Centered})
	}
	full, err := plan(b.shape(x))
	if err != nil {
		b.refuse("Shortcut", err)
		return Node{}
	}
	y := Node{C: s.Channels, H: full.Out().H, W: full.Out().W}
	plans := newPlans(b, func() (compute.Shortcut, error) { return plan(b.valid(x)) })
	y.node = pick(b, shortcutOf[float32], shortcutOf[float64])(b, x, y, plans)
	return y
}

func shortcutOf[T compute.Float](b *Builder, x, y Node, plans *plans[compute.Shortcut]) *gorgonia.Node {
	u := unary[T]{
		name: "shortcut", x: x, y: y,
		forward:  func(y, x []T) { compute.ShortcutForward(b.pool, plans.now(), y, x) },
		backward: func(dx, dy, _ []T) { compute.ShortcutBackward(b.pool, plans.now(), dx, dy) },
	}
	return u.add(b)
}
