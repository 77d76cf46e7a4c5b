package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Blend adds y = (1−k)·x + k·z, the state that a linear two-step method goes on
// from (Lu et al. 2018). Both values have the same shape.
func (b *Builder) Blend(x, z Node, k Factor) Node {
	return b.combine(combination{name: "Blend", x: x, z: z, k: k, convex: true})
}

// combination is y = (1−k)·x + k·z if it is convex, else y = x + k·z.
type combination struct {
	name   string
	x, z   Node
	k      Factor
	convex bool
}

func (b *Builder) combine(c combination) Node {
	if !b.ready(c.name, []Node{c.x, c.z}) || !c.k.check(b, c.name) {
		return Node{}
	}
	if !c.x.sameShape(c.z) {
		b.fail(c.name, "values of %v and %v, want the same shape", c.x, c.z)
		return Node{}
	}
	y := Node{C: c.x.C, H: c.x.H, W: c.x.W}
	y.node = pick(b, combined[float32], combined[float64])(b, c)
	return y
}

// combined adds the operation. Its last input is k, if that is learned.
func combined[T compute.Float](b *Builder, c combination) *gorgonia.Node {
	in := append(gorgonia.Nodes{c.x.node, c.z.node}, c.k.input(b)...)
	o := b.newOp(c.name, b.blocked(c.x), len(in))
	o.over = []int{1, 0}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		n := b.valid(c.x).Len()
		k := factorOf(c.k, in[2:])
		compute.BlendForward(b.pool, y[:n], in[0][:n], in[1][:n], nil, 1-k, k)
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		k := in[2:]
		grads := gorgonia.Nodes{
			scaledBy(b, c, grad, k, func(k T) T { return 1 - k }),
			scaledBy(b, c, grad, k, func(k T) T { return k }),
		}
		if len(k) > 0 {
			grads = append(grads, byFactor[T](b, c, in, grad))
		}
		return grads, nil
	}
	return b.apply(o, in...)
}

// factorOf is the value of k in the run at hand, given the inputs that it has.
func factorOf[T compute.Float](k Factor, in [][]T) T {
	if k.param == nil {
		return T(k.value)
	}
	return in[0][0]
}

// scaledBy adds the gradient of the output times a function of k.
func scaledBy[T compute.Float](b *Builder, c combination, grad *gorgonia.Node, k gorgonia.Nodes, weight func(k T) T) *gorgonia.Node {
	o := b.newOp(c.name+" by input", b.blocked(c.x), 1+len(k))
	o.over = []int{0}
	o.kernel = kernel(o, func(d []T, in [][]T) {
		n := b.valid(c.x).Len()
		compute.BlendForward(b.pool, d[:n], in[0][:n], nil, nil, weight(factorOf(c.k, in[1:])), 0)
	})
	return b.apply(o, append(gorgonia.Nodes{grad}, k...)...)
}

// byFactor adds the gradient of k, Σ grad·z, and if the combination is convex
// Σ grad·(z − x).
func byFactor[T compute.Float](b *Builder, c combination, in gorgonia.Nodes, grad *gorgonia.Node) *gorgonia.Node {
	terms := gorgonia.Nodes{grad, in[1]}
	if c.convex {
		terms = append(terms, in[0])
	}
	o := b.newOp(c.name+" by k", tensor.Shape{1}, len(terms))
	o.kernel = kernel(o, func(dk []T, in [][]T) {
		s := b.valid(c.x)
		n := s.Len()
		sum := compute.Dot(b.pool, s, in[0][:n], in[1][:n])
		if c.convex {
			sum -= compute.Dot(b.pool, s, in[0][:n], in[2][:n])
		}
		dk[0] = T(sum)
	})
	return b.apply(o, terms...)
}
