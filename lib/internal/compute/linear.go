package compute

import "fmt"

// Linear is the plan of a fully connected layer y = W·x + b: W is out × in
// with in = C·H·W features of the input in NCHW order. It is a [Conv] whose
// kernel covers the image.
type Linear struct{ conv Conv }

// NewLinear plans a layer from images of shape in to out features. It returns
// an error if a size is not positive or beyond all reason.
func NewLinear(in Shape, out int) (Linear, error) {
	if err := in.check(); err != nil {
		return Linear{}, fmt.Errorf("compute: NewLinear: %w", err)
	}
	if out < 1 || !fits(out, in.Features()) {
		return Linear{}, fmt.Errorf("compute: NewLinear: got %d output features of %d, want at least 1 and at most %d weights", out, in.Features(), mostValues)
	}
	if err := (Shape{in.N, out, 1, 1}).check(); err != nil {
		return Linear{}, fmt.Errorf("compute: NewLinear: output: %w", err)
	}
	once := Steps{Stride: 1, Dilation: 1}
	down, across := axisOf(in.H, in.H, once), axisOf(in.W, in.W, once)
	if err := checkPlan(in.C, out, 1, down, across); err != nil {
		return Linear{}, fmt.Errorf("compute: NewLinear: %w", err)
	}
	return Linear{planConv(in, out, 1, down, across)}, nil
}

// In is the shape of the input.
func (l *Linear) In() Shape { return l.conv.in }

// Out is the shape of the output, N × out × 1 × 1.
func (l *Linear) Out() Shape { return l.conv.out }

// LinearForward computes y from x, w and, unless it is nil, the bias b. packed may be
// nil, too.
func LinearForward[T Float](p *Pool, l *Linear, y, x, w, b []T, packed *Packed[T]) {
	ConvForwardPacked(p, &l.conv, y, x, w, packed, Epilogue[T]{Bias: b})
}

// LinearBackward computes the gradients by x, w and b from dy. dx and db may
// be nil if they are not wanted.
func LinearBackward[T Float](p *Pool, l *Linear, dx, dw, db, dy, x, w []T) {
	if dx != nil {
		ConvBackwardData(p, &l.conv, dx, dy, w)
	}
	ConvBackwardWeights(p, &l.conv, dw, x, dy)
	if db == nil {
		return
	}
	out := l.conv.out
	mustHold("LinearBackward", "db", db, out.C)
	clear(db)
	for b := range out.Blocks() {
		for c := range db {
			for _, v := range vector(out, b, 0, c, dy)[:out.Valid(b)] {
				db[c] += v
			}
		}
	}
}
