package nn

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

const (
	normEpsilon  = 1e-5 // as torch
	normMomentum = 0.1  // weight of the last batch in the running statistics, as torch
)

// BatchNorm adds a batch normalization: in a graph for training by the batch's
// own mean and variance, otherwise, or if the layer is frozen, by the layer's
// running statistics.
func (b *Builder) BatchNorm(x Node, n Norm) Node {
	return b.batchNorm(&normOp{b: b, layer: n, x: x})
}

// BatchNormReLU adds a batch normalization followed by max(0, ·), in one pass.
func (b *Builder) BatchNormReLU(x Node, n Norm) Node {
	op := &normOp{b: b, layer: n, x: x}
	op.norm.ReLU = true
	return b.batchNorm(op)
}

// BatchNormAddReLU adds max(0, s + the batch normalization of x), in one pass:
// the end of a residual block as He et al. (2016a) have it, with s the shortcut.
//
// If the block's gate is deleted, y = max(0, s).
func (b *Builder) BatchNormAddReLU(x, s Node, n Norm) Node {
	op := &normOp{b: b, layer: n, x: x, added: s, adds: true}
	op.norm.ReLU = true
	return b.batchNorm(op)
}

func (b *Builder) batchNorm(n *normOp) Node {
	if !n.check() {
		return Node{}
	}
	n.norm.Epsilon = normEpsilon
	n.mean, n.variance = make([]float64, n.x.C), make([]float64, n.x.C)
	y := Node{C: n.x.C, H: n.x.H, W: n.x.W}
	y.node = pick(b, norm[float32], norm[float64])(b, n)
	return y
}

// normOp is a normalization and what its operations share: the statistics that
// the last run normalized by.
type normOp struct {
	b              *Builder
	layer          Norm
	x, added       Node
	adds           bool
	norm           compute.Norm
	mean, variance []float64
}

// check sees to it that everything fits.
func (n *normOp) check() bool {
	b, values := n.b, []Node{n.x}
	if n.adds {
		values = append(values, n.added)
	}
	if !b.ready("BatchNorm", values, n.layer.params()...) {
		return false
	}
	name, c := "BatchNorm "+n.layer.Weight.Name, n.layer.Weight.Len()
	for _, p := range n.layer.params() {
		if len(p.Shape) != 1 || p.Shape[0] != c {
			b.fail("BatchNorm "+p.Name, "shape %v, want one value for each of %d channels", p.Shape, c)
		}
	}
	if n.x.C != c {
		b.fail(name, "images of %v, want %d channels", n.x, c)
	}
	if n.adds && !n.added.sameShape(n.x) {
		b.fail(name, "images of %v and a shortcut of %v, want the same shape", n.x, n.added)
	}
	return b.err == nil
}

// measures reports whether the statistics are the batch's own.
func (n *normOp) measures() bool { return n.b.opts.Training && !n.layer.Frozen }

// plan is the normalization of the batch at hand.
func (n *normOp) plan() *compute.Norm {
	n.norm.Shape = n.b.valid(n.x)
	return &n.norm
}

// checkBatch refuses a batch whose channels have one value each: it would be
// normalized to zero, and a single value has no variance.
func (n *normOp) checkBatch(images int) error {
	if images*n.x.H*n.x.W > 1 {
		return nil
	}
	return fmt.Errorf("nn: BatchNorm %s: got 1 value per channel (a batch of 1 image of %v), want at least 2 for training", n.layer.Weight.Name, n.x)
}

// update moves the running statistics towards those of a batch of valid images.
// The running variance is the unbiased one, as in torch.
func (n *normOp) update(valid int) {
	count := float64(valid * n.x.H * n.x.W)
	unbias := 1.0
	if count > 1 {
		unbias = count / (count - 1)
	}
	blend(n.layer.RunningMean, n.mean, 1)
	blend(n.layer.RunningVar, n.variance, unbias)
}

func blend(running *Param, batch []float64, scale float64) {
	switch r := running.value.Data().(type) {
	case []float32:
		for i, x := range batch {
			r[i] += float32(normMomentum * (scale*x - float64(r[i])))
		}
	case []float64:
		for i, x := range batch {
			r[i] += normMomentum * (scale*x - r[i])
		}
	}
}

// norm adds the operation. Its inputs are x, scale and offset, and perhaps what is
// added.
func norm[T compute.Float](b *Builder, n *normOp) *gorgonia.Node {
	in := gorgonia.Nodes{n.x.node, b.param(n.layer.Weight), b.param(n.layer.Bias)}
	over := []int{0}
	if n.adds {
		in, over = append(in, n.added.node), append(over, 3)
	}
	o := b.newOp("batchnorm "+n.layer.Weight.Name, b.blocked(n.x), len(in))
	o.over = over
	o.kernel = kernel(o, normForward[T](n, b.gate))
	if n.measures() {
		b.norms = append(b.norms, n)
	}
	o.diff = func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		if !n.adds {
			return normBackward[T](n, n.norm.ReLU, in, grad), nil
		}
		open := behindReLU[T](b, n.x, out, grad)
		return append(normBackward[T](n, false, in[:3], open), open), nil
	}
	return b.apply(o, in...)
}

func normForward[T compute.Float](n *normOp, gate *Gate) func(y []T, in [][]T) {
	p := n.b.pool
	return func(y []T, in [][]T) {
		plan := n.plan()
		l := plan.Shape.Len()
		y, x := y[:l], in[0][:l]
		var added []T
		if n.adds {
			added = in[3][:l]
			if gate != nil && gate.Deleted {
				compute.ReLUForward(p, y, added)
				return
			}
		}
		if n.measures() {
			compute.NormForward(p, plan, y, x, added, in[1], in[2], n.mean, n.variance)
			return
		}
		widen(n.mean, data[T](n.layer.RunningMean.value))
		widen(n.variance, data[T](n.layer.RunningVar.value))
		compute.NormApply(p, plan, y, x, added, in[1], in[2], n.mean, n.variance)
	}
}

// behindReLU adds the gradient behind a ReLU whose output is given. It is that of
// the shortcut, and what a normalization in front of an addition goes on from.
func behindReLU[T compute.Float](b *Builder, x Node, out, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("relu by input", b.blocked(x), 2)
	o.over = []int{1}
	o.kernel = kernel(o, func(g []T, in [][]T) {
		n := b.valid(x).Len()
		compute.ReLUBackward(b.pool, g[:n], in[1][:n], in[0][:n])
	})
	return b.apply(o, out, grad)
}

// normBackward computes three gradients in one pass. Two of them belong to
// operations that only hand over what the pass left in their memory; reading the
// third makes them come after it.
func normBackward[T compute.Float](n *normOp, relu bool, in gorgonia.Nodes, grad *gorgonia.Node) gorgonia.Nodes {
	b := n.b
	scale := b.newAside("batchnorm by weight", tensor.Shape{n.x.C})
	offset := b.newAside("batchnorm by bias", tensor.Shape{n.x.C})
	o := b.newOp("batchnorm by input", b.blocked(n.x), 4)
	o.over = []int{3}
	dg, db := data[T](scale.out), data[T](offset.out)
	backward := compute.NormBackward[T]
	if !n.measures() {
		backward = compute.NormBackwardFrozen[T]
	}
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		plan := *n.plan()
		plan.ReLU = relu
		l := plan.Shape.Len()
		backward(b.pool, &plan, dx[:l], dg, db, nil, in[3][:l], in[0][:l], nil, in[1], in[2], n.mean, n.variance)
	})
	dx := b.apply(o, in[0], in[1], in[2], grad)
	return gorgonia.Nodes{dx, b.apply(scale, dx), b.apply(offset, dx)}
}

func widen[T compute.Float](dst []float64, src []T) {
	for i, v := range src {
		dst[i] = float64(v)
	}
}
