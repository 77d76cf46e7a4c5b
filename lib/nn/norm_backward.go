package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// normBackward computes three gradients in one pass. Two of them belong to
// operations that only hand over what the pass left in their memory; reading the
// third makes them come after it. If another gradient has reached x before, as that
// of a block's shortcut has, the pass adds it.
func normBackward[T compute.Float](n *normOp, in gorgonia.Nodes, grad *gorgonia.Node) gorgonia.Nodes {
	b := n.b
	scale := b.newAside("batchnorm by weight", tensor.Shape{n.x.C})
	offset := b.newAside("batchnorm by bias", tensor.Shape{n.x.C})
	reads := gorgonia.Nodes{in[0], in[1], in[2], grad}
	if n.measures() && n.op.wrt[0] {
		reads = append(reads, b.grads.claim(b, in[0])...)
	}
	o := b.newOp("batchnorm by input", b.blocked(n.x), len(reads))
	o.over = []int{3}
	o.kernel = kernel(o, normPass(n, data[T](scale.out), data[T](offset.out)))
	if len(reads) == 5 {
		o.addsToOther(scale, offset)
	}
	dx := b.apply(o, reads...)
	return append(gorgonia.Nodes{dx, b.apply(scale, dx), b.apply(offset, dx)}, make(gorgonia.Nodes, len(in)-3)...)
}

// normPass is the pass over memory.
func normPass[T compute.Float](n *normOp, dgamma, dbeta []T) func(dx []T, in [][]T) {
	return func(dx []T, in [][]T) {
		p := n.plan(n.relu)
		l := p.Shape.Len()
		dx, x, dy := dx[:l], in[0][:l], in[3][:l]
		if !n.measures() {
			compute.NormBackwardFrozen(n.b.pool, p, dx, dgamma, dbeta, nil, dy, x, nil, in[1], in[2], n.mean, n.variance)
			return
		}
		var plus []T
		if len(in) == 5 && in[4] != nil {
			plus = in[4][:l]
		}
		compute.NormBackwardPlus(n.b.pool, p, dx, dgamma, dbeta, nil, plus, dy, x, nil, in[1], in[2], n.mean, n.variance)
	}
}
