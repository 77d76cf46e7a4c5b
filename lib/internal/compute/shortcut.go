package compute

import "fmt"

// Shortcut is the plan of the parameter-free shortcut between stages, option A
// of He et al. 2016 (Deep Residual Learning, sec. 3.3): every stride-th pixel,
// and zeros for the channels that are new.
type Shortcut struct {
	in, out Shape
	stride  int
}

// NewShortcut plans the shortcut from images of shape in to out channels. It
// returns an error if a size is not positive or out is less than in.C.
func NewShortcut(in Shape, out, stride int) (Shortcut, error) {
	if err := in.check(); err != nil {
		return Shortcut{}, fmt.Errorf("compute: NewShortcut: %w", err)
	}
	if out < in.C || stride < 1 {
		return Shortcut{}, fmt.Errorf("compute: NewShortcut: got %d output channels and stride %d, want at least %d and 1", out, stride, in.C)
	}
	return Shortcut{in, Shape{in.N, out, (in.H-1)/stride + 1, (in.W-1)/stride + 1}, stride}, nil
}

// In is the shape of the input.
func (s *Shortcut) In() Shape { return s.in }

// Out is the shape of the output.
func (s *Shortcut) Out() Shape { return s.out }

// ShortcutForward computes y from x.
func ShortcutForward[T Float](p *Pool, s *Shortcut, y, x []T) {
	mustHold("ShortcutForward", "y", y, s.out.Len())
	mustHold("ShortcutForward", "x", x, s.in.Len())
	do(p, s.out.Blocks(), s.out.Len(), shortcut[T]{s, x, y, false})
}

// ShortcutBackward computes dx, the gradient by x, from dy.
func ShortcutBackward[T Float](p *Pool, s *Shortcut, dx, dy []T) {
	mustHold("ShortcutBackward", "dx", dx, s.in.Len())
	mustHold("ShortcutBackward", "dy", dy, s.out.Len())
	do(p, s.in.Blocks(), s.in.Len(), shortcut[T]{s, dx, dy, true})
}

// shortcut moves one block per part, from small to large or back.
type shortcut[T Float] struct {
	*Shortcut
	large, small []T
	back         bool
}

func (s *shortcut[T]) part(b int) {
	large := s.large[b*s.in.blockLen():][:s.in.blockLen()]
	small := s.small[b*s.out.blockLen():][:s.out.blockLen()]
	if s.back {
		clear(large)
	} else {
		clear(small)
	}
	for y := range s.out.H {
		for x := range s.out.W {
			big := large[(y*s.stride*s.in.W+x*s.stride)*s.in.pixelLen():][:s.in.pixelLen()]
			little := small[(y*s.out.W+x)*s.out.pixelLen():][:s.in.pixelLen()]
			if s.back {
				copy(big, little)
			} else {
				copy(little, big)
			}
		}
	}
}
