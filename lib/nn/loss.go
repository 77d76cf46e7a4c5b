package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// CrossEntropy adds the mean over the batch of −log softmax(x)[label], computed
// so that logits of any size give a finite loss. Labels come with each batch.
func (b *Builder) CrossEntropy(x Node) *Scalar {
	if b.ready("CrossEntropy", []Node{x}) && (x.H != 1 || x.W != 1 || x.C < 2) {
		b.fail("CrossEntropy", "values of %v, want logits of at least 2×1×1", x)
	}
	b.labelled = true
	if b.wide() {
		return loss(b, "cross-entropy", x, crossEntropy[float64])
	}
	return loss(b, "cross-entropy", x, crossEntropy[float32])
}

func crossEntropy[T compute.Float](b *Builder, s compute.Shape, dx, x []T) float64 {
	return compute.CrossEntropy(b.pool, s, dx, x, b.state.labels, 0)
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
		if g := in[1].Data().(T); g != 1 {
			for i := range dx {
				dx[i] *= g
			}
		}
		return o.out
	}
	return b.apply(o, x.node, grad)
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
