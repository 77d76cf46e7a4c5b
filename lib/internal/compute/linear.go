package compute

import "fmt"

// Linear is the plan of a fully connected layer y = W·x + b: W is out × in
// with in = C·H·W features of the input in NCHW order. It shares the
// loops of [Conv].
type Linear struct {
	in   Shape
	conv Conv // 1×1, over one pixel
}

// NewLinear plans a layer from images of shape in to out features. It returns
// an error if a size is not positive.
func NewLinear(in Shape, out int) (Linear, error) {
	if err := in.check(); err != nil {
		return Linear{}, fmt.Errorf("compute: NewLinear: %w", err)
	}
	if out < 1 {
		return Linear{}, fmt.Errorf("compute: NewLinear: got %d output features, want at least 1", out)
	}
	conv, err := NewConv(Shape{in.N, in.Features(), 1, 1}, out, 1, 1, 0)
	return Linear{in, conv}, err
}

// In is the shape of the input.
func (l *Linear) In() Shape { return l.in }

// Out is the shape of the output, N × out × 1 × 1.
func (l *Linear) Out() Shape { return l.conv.out }

// LinearForward computes y from x, w and, unless it is nil, the bias b.
func LinearForward[T Float](p *Pool, l *Linear, y, x, w, b []T) {
	inner := borrow[T](p, len(w))
	permute(l.in, inner.values, w, false)
	ConvForward(p, &l.conv, y, x, inner.values)
	release(p, inner)
	if b == nil {
		return
	}
	mustHold("LinearForward", "b", b, l.conv.out.C)
	for i := range y {
		y[i] += b[i/Lanes%len(b)]
	}
}

// LinearBackward computes the gradients by x, w and b from dy. dx and db may
// be nil if they are not wanted.
func LinearBackward[T Float](p *Pool, l *Linear, dx, dw, db, dy, x, w []T) {
	inner := borrow[T](p, len(w))
	if dx != nil {
		permute(l.in, inner.values, w, false)
		ConvBackwardData(p, &l.conv, dx, dy, inner.values)
	}
	ConvBackwardWeights(p, &l.conv, inner.values, x, dy)
	permute(l.in, dw, inner.values, true)
	release(p, inner)
	if db == nil {
		return
	}
	mustHold("LinearBackward", "db", db, l.conv.out.C)
	clear(db)
	for i, v := range dy {
		if i%Lanes < l.in.Valid(i/l.conv.out.blockLen()) {
			db[i/Lanes%len(db)] += v
		}
	}
}

// permute brings the columns of a matrix from the order of NCHW into the
// engine's, or back.
func permute[T Float](s Shape, dst, src []T, back bool) {
	for row := 0; row < len(src); row += s.Features() {
		for c := range s.C {
			for i := range s.Pixels() {
				plain, inner := row+c*s.Pixels()+i, row+i*s.C+c
				if back {
					dst[plain] = src[inner]
				} else {
					dst[inner] = src[plain]
				}
			}
		}
	}
}
