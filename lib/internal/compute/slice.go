package compute

import "fmt"

// Slice is the plan of taking a range of channels out of wide images, and of the
// opposite: padding narrow images with channels of zeros.
type Slice struct {
	wide, narrow Shape
	first        int
}

// NewSlice plans to take channels from first on out of images of shape wide. It
// returns an error if there are no such channels.
func NewSlice(wide Shape, first, channels int) (Slice, error) {
	if err := wide.check(); err != nil {
		return Slice{}, fmt.Errorf("compute: NewSlice: %w", err)
	}
	if first < 0 || channels < 1 || channels > wide.C-first {
		return Slice{}, fmt.Errorf("compute: NewSlice: got %d channels from %d on, want at least one, within the %d there are", channels, first, wide.C)
	}
	return Slice{wide, Shape{wide.N, channels, wide.H, wide.W}, first}, nil
}

// NewPad plans to put channels of zeros before and after those of images of
// shape narrow. It returns an error if a number of channels is negative or beyond all reason.
func NewPad(narrow Shape, before, after int) (Slice, error) {
	if err := narrow.check(); err != nil {
		return Slice{}, fmt.Errorf("compute: NewPad: %w", err)
	}
	if before < 0 || after < 0 {
		return Slice{}, fmt.Errorf("compute: NewPad: got %d channels before and %d after, want none or more", before, after)
	}
	wide := narrow
	for _, more := range []int{before, after} {
		wide.C += min(more, mostValues)
		if err := wide.check(); err != nil {
			return Slice{}, fmt.Errorf("compute: NewPad: got %d channels before and %d after: %w", before, after, err)
		}
	}
	return Slice{wide, narrow, before}, nil
}

// Wide is the shape with all channels.
func (s *Slice) Wide() Shape { return s.wide }

// Narrow is the shape with the range of channels.
func (s *Slice) Narrow() Shape { return s.narrow }

// SliceForward takes the range of channels; it is also the gradient of
// [PadForward].
func SliceForward[T Float](p *Pool, s *Slice, narrow, wide []T) {
	s.mustFit("SliceForward", len(wide), len(narrow))
	moveChannels(p, *s, wide, narrow, fetch)
}

// PadForward puts the range of channels between zeros; it is also the gradient
// of [SliceForward].
func PadForward[T Float](p *Pool, s *Slice, wide, narrow []T) {
	s.mustFit("PadForward", len(wide), len(narrow))
	moveChannels(p, *s, wide, narrow, embed)
}

func (s *Slice) mustFit(operation string, wide, narrow int) {
	if wide != s.wide.Len() || narrow != s.narrow.Len() {
		panic(fmt.Sprintf("compute: %s: got %d and %d values, want %d for %v and %d for %v",
			operation, wide, narrow, s.wide.Len(), s.wide, s.narrow.Len(), s.narrow))
	}
}

// move is a way of copying a range of channels.
type move int

const (
	fetch  move = iota // from wide to narrow
	insert             // from narrow to wide
	embed              // the same, and all other channels become zero
)

func moveChannels[T Float](p *Pool, s Slice, wide, narrow []T, m move) {
	c := cutOf(s.wide)
	do(p, c.parts(), len(narrow)/4, moving[T]{c, wide, narrow, s.first * Lanes, s.narrow.pixelLen(), m})
}

// moving works on one run of pixels per part.
type moving[T Float] struct {
	cut          cut
	wide, narrow []T
	first, n     int // where the range begins in a pixel and how long it is, in values
	move         move
}

func (m *moving[T]) part(i int) {
	from, to, _ := m.cut.run(i)
	at := from / m.cut.pixelLen * m.n
	for ; from < to; from += m.cut.pixelLen {
		pixel, narrow := m.wide[from:][:m.cut.pixelLen], m.narrow[at:][:m.n]
		at += m.n
		wide := pixel[m.first:][:m.n]
		switch m.move {
		case fetch:
			copy(narrow, wide)
		case insert:
			copy(wide, narrow)
		case embed:
			clear(pixel[:m.first])
			copy(wide, narrow)
			clear(pixel[m.first+m.n:])
		}
	}
}
