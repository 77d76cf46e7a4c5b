package compute

import "fmt"

// ShortcutOptions says how a shortcut changes the shape of images.
type ShortcutOptions struct {
	Out      int  // channels
	Stride   int  // at least 1
	Average  bool // over stride × stride pixels, instead of taking the first
	Centered bool // half of the new channels before those there are, half after
}

// Shortcut is the plan of the parameter-free shortcut between stages, option A
// of He et al. 2016 (Deep Residual Learning, sec. 3.3): every stride-th pixel, or
// the average of the pixels up to the next, and zeros for the channels that are
// new.
type Shortcut struct {
	averaging
}

// NewShortcut plans the shortcut from images of shape in. It returns an error if
// a size is not positive or there are fewer channels than in.C.
func NewShortcut(in Shape, o ShortcutOptions) (Shortcut, error) {
	if err := in.check(); err != nil {
		return Shortcut{}, fmt.Errorf("compute: NewShortcut: %w", err)
	}
	if o.Out < in.C || o.Stride < 1 || o.Stride > mostSide {
		return Shortcut{}, fmt.Errorf("compute: NewShortcut: got %d output channels and stride %d, want at least %d and 1, and a stride up to %d", o.Out, o.Stride, in.C, mostSide)
	}
	s := Shortcut{averaging{window: window{
		in: in, out: Shape{in.N, o.Out, quotient(in.H, o.Stride), quotient(in.W, o.Stride)},
		height: 1, width: 1, stride: o.Stride,
	}}}
	if err := s.out.check(); err != nil {
		return Shortcut{}, fmt.Errorf("compute: NewShortcut: output: %w", err)
	}
	if o.Average {
		s.height, s.width = o.Stride, o.Stride
	}
	if o.Centered {
		s.first = (o.Out - in.C) / 2 * Lanes
	}
	return s, nil
}

// In is the shape of the input.
func (s *Shortcut) In() Shape { return s.in }

// Out is the shape of the output.
func (s *Shortcut) Out() Shape { return s.out }

// ShortcutForward computes y from x.
func ShortcutForward[T Float](p *Pool, s *Shortcut, y, x []T) {
	mustHold("ShortcutForward", "y", y, s.out.Len())
	mustHold("ShortcutForward", "x", x, s.in.Len())
	averageForward(p, s.averaging, y, x)
}

// ShortcutBackward computes dx, the gradient by x, from dy.
func ShortcutBackward[T Float](p *Pool, s *Shortcut, dx, dy []T) {
	mustHold("ShortcutBackward", "dx", dx, s.in.Len())
	mustHold("ShortcutBackward", "dy", dy, s.out.Len())
	averageBackward(p, s.averaging, dx, dy)
}
