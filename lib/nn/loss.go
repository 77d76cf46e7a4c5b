package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// CrossEntropy adds the mean over the batch of −log softmax(x)[label], computed
// so that logits of any size give a finite loss. Labels come with each batch.
func (b *Builder) CrossEntropy(x Node) *Scalar {
	return b.crossEntropy("CrossEntropy", x, 0)
}

// SmoothCrossEntropy adds a cross-entropy that expects a class to be its image's
// with a probability of 1 − smoothing, and otherwise every class, that one too,
// alike (Szegedy et al. 2016): the mean over the batch of −Σ q·log softmax(x)
// with q = smoothing/classes, and 1 − smoothing on top for the label.
func (b *Builder) SmoothCrossEntropy(x Node, smoothing float64) *Scalar {
	return b.crossEntropy("SmoothCrossEntropy", x, smoothing)
}

func (b *Builder) crossEntropy(name string, x Node, smoothing float64) *Scalar {
	switch {
	case !b.ready(name, []Node{x}):
	case x.H != 1 || x.W != 1 || x.C < 2:
		b.fail(name, "values of %v, want logits of at least 2×1×1", x)
	case !(smoothing >= 0 && smoothing <= 1):
		b.fail(name, "a smoothing of %v for %v, want one from 0 to 1", smoothing, x)
	}
	if b.classes == 0 || x.C < b.classes {
		b.classes = x.C // labels go to every loss that there is
	}
	if b.wide() {
		return loss(b, "cross-entropy", x, crossEntropy[float64](smoothing))
	}
	return loss(b, "cross-entropy", x, crossEntropy[float32](smoothing))
}

func crossEntropy[T compute.Float](smoothing float64) func(b *Builder, s compute.Shape, dx, x []T) float64 {
	return func(b *Builder, s compute.Shape, dx, x []T) float64 {
		return compute.CrossEntropy(b.pool, s, dx, x, b.state.labels, smoothing)
	}
}

// SquaredError adds the mean over the batch and over its values of (x − target)².
// Targets come with each batch.
func (b *Builder) SquaredError(x Node) *Scalar {
	switch {
	case !b.ready("SquaredError", []Node{x}):
	case b.target.node != nil:
		b.fail("SquaredError", "a second one, want one per graph")
	default:
		b.target = b.placeholder("target", Node{C: x.C, H: x.H, W: x.W})
	}
	if b.wide() {
		return loss(b, "squared error", x, squaredError[float64])
	}
	return loss(b, "squared error", x, squaredError[float32])
}

func squaredError[T compute.Float](b *Builder, s compute.Shape, dx, x []T) float64 {
	return compute.SquaredError(b.pool, s, dx, x, data[T](b.target.node.Value())[:s.Len()])
}

// loss adds an operation of one number. f returns it and, unless dx is nil, sets
// dx to its gradient by x.
func loss[T compute.Float](b *Builder, name string, x Node, f func(b *Builder, s compute.Shape, dx, x []T) float64) *Scalar {
	if b.err != nil {
		return nil
	}
	value, set := scalar[T]()
	o := b.newOp(name, nil, 1)
	o.out = value
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		s := b.valid(x)
		set(T(f(b, s, nil, data[T](in[0])[:s.Len()])))
		return value
	}
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{lossByInput(b, name, x, f, grad)}, nil
	}
	return &Scalar{b.apply(o, x.node)}
}

// lossByInput adds the gradient. Beside a network a loss costs nothing, so it is
// computed again rather than kept.
func lossByInput[T compute.Float](b *Builder, name string, x Node, f func(b *Builder, s compute.Shape, dx, x []T) float64, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp(name+" by input", b.blocked(x), 2)
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		s := b.valid(x)
		dx := data[T](o.out)[:s.Len()]
		f(b, s, dx, data[T](in[0])[:s.Len()])
		if g := number[T](in[1]) * headStartOf[T](b); g != 1 {
			for i := range dx {
				dx[i] *= g
			}
		}
		return o.out
	}
	return b.apply(o, x.node, grad)
}

// number is a Gorgonia scalar's. Its Data would allocate.
func number[T compute.Float](v gorgonia.Value) T {
	if wide, ok := v.(*gorgonia.F64); ok {
		return T(*wide)
	}
	return T(*v.(*gorgonia.F32))
}

// scalar returns a Gorgonia scalar and a function that sets it.
func scalar[T compute.Float]() (gorgonia.Value, func(T)) {
	var zero T
	if _, ok := any(zero).(float64); ok {
		v := gorgonia.NewF64(0)
		return v, func(x T) { *v = gorgonia.F64(x) }
	}
	v := gorgonia.NewF32(0)
	return v, func(x T) { *v = gorgonia.F32(x) }
}
