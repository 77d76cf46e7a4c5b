package compute

import "fmt"

// Concat is the plan of putting batches side by side, channel after channel.
type Concat struct {
	in  []Shape
	out Shape
}

// NewConcat plans the concatenation of batches. It returns an error if there are
// none or they differ in more than their channels.
func NewConcat(in ...Shape) (Concat, error) {
	if len(in) == 0 {
		return Concat{}, fmt.Errorf("compute: NewConcat: got no batches, want at least one")
	}
	c := Concat{in, in[0]}
	for i, s := range in {
		if err := s.check(); err != nil {
			return Concat{}, fmt.Errorf("compute: NewConcat: batch %d: %w", i, err)
		}
		if want := (Shape{c.out.N, s.C, c.out.H, c.out.W}); s != want {
			return Concat{}, fmt.Errorf("compute: NewConcat: batch %d: got shape %v, want %v as the others", i, s, want)
		}
		if i > 0 {
			c.out.C += s.C
		}
		if err := c.out.check(); err != nil {
			return Concat{}, fmt.Errorf("compute: NewConcat: batches 0 to %d: %w", i, err)
		}
	}
	return c, nil
}

// Out is the shape of the output.
func (c *Concat) Out() Shape { return c.out }

// ConcatForward puts the batches of xs into y.
func ConcatForward[T Float](p *Pool, c *Concat, y []T, xs ...[]T) {
	c.mustFit("ConcatForward", len(y), len(xs))
	first := 0
	for i, s := range c.in {
		mustHold("ConcatForward", "a batch of xs", xs[i], s.Len())
		moveChannels(p, Slice{c.out, s, first}, y, xs[i], insert)
		first += s.C
	}
}

// ConcatBackward takes dy apart into the gradients by every batch; those that
// are nil are not wanted.
func ConcatBackward[T Float](p *Pool, c *Concat, dy []T, dxs ...[]T) {
	c.mustFit("ConcatBackward", len(dy), len(dxs))
	first := 0
	for i, s := range c.in {
		mustHoldOrBeNil("ConcatBackward", "a batch of dxs", dxs[i], s.Len())
		if dxs[i] != nil {
			moveChannels(p, Slice{c.out, s, first}, dy, dxs[i], fetch)
		}
		first += s.C
	}
}

func (c *Concat) mustFit(operation string, whole, parts int) {
	if whole != c.out.Len() || parts != len(c.in) {
		panic(fmt.Sprintf("compute: %s: got %d values and %d batches, want %d and %d", operation, whole, parts, c.out.Len(), len(c.in)))
	}
}
