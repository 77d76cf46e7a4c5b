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
// own mean and variance, otherwise by the layer's running statistics.
func (b *Builder) BatchNorm(x Node, n Norm) Node { return b.batchNorm(x, n, false) }

// BatchNormReLU adds a batch normalization followed by max(0, ·), in one pass.
func (b *Builder) BatchNormReLU(x Node, n Norm) Node { return b.batchNorm(x, n, true) }

func (b *Builder) batchNorm(x Node, n Norm, relu bool) Node {
	if !b.ready("BatchNorm", []Node{x}, n.params()...) {
		return Node{}
	}
	for _, p := range n.params() {
		if len(p.Shape) != 1 || p.Shape[0] != n.Weight.Len() {
			b.fail("BatchNorm "+p.Name, "shape %v, want one value for each of %d channels", p.Shape, n.Weight.Len())
			return Node{}
		}
	}
	if c := n.Weight.Shape[0]; x.C != c {
		b.fail("BatchNorm "+n.Weight.Name, "images of %v, want %d channels", x, c)
		return Node{}
	}
	y := Node{C: x.C, H: x.H, W: x.W}
	if b.wide() {
		y.node = norm[float64](b, x, n, relu)
	} else {
		y.node = norm[float32](b, x, n, relu)
	}
	return y
}

// normOp is what the operations of one normalization share: the statistics that
// the last run normalized by.
type normOp struct {
	b              *Builder
	layer          Norm
	x              Node
	norm           compute.Norm
	mean, variance []float64
}

// plan is the normalization of the batch at hand.
func (n *normOp) plan() *compute.Norm {
	n.norm.Shape = n.b.valid(n.x)
	return &n.norm
}

// check refuses a batch whose channels have one value each: it would be
// normalized to zero, and a single value has no variance.
func (n *normOp) check(images int) error {
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

func norm[T compute.Float](b *Builder, x Node, layer Norm, relu bool) *gorgonia.Node {
	n := &normOp{b: b, layer: layer, x: x, norm: compute.Norm{Epsilon: normEpsilon, ReLU: relu}}
	n.mean, n.variance = make([]float64, x.C), make([]float64, x.C)
	o := b.newOp("batchnorm "+layer.Weight.Name, b.blocked(x), 3)
	o.over = []int{0}
	if b.opts.Training {
		b.norms = append(b.norms, n)
		o.kernel = kernel(o, func(y []T, in [][]T) {
			p := n.plan()
			compute.NormForward(b.pool, p, y[:p.Shape.Len()], in[0][:p.Shape.Len()], nil, in[1], in[2], n.mean, n.variance)
		})
	} else {
		o.kernel = kernel(o, func(y []T, in [][]T) {
			p := n.plan()
			widen(n.mean, data[T](layer.RunningMean.value))
			widen(n.variance, data[T](layer.RunningVar.value))
			compute.NormApply(b.pool, p, y[:p.Shape.Len()], in[0][:p.Shape.Len()], nil, in[1], in[2], n.mean, n.variance)
		})
	}
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		dx, dgamma, dbeta := normBackward[T](b, n, in, grad)
		return gorgonia.Nodes{dx, dgamma, dbeta}, nil
	}
	return b.apply(o, x.node, b.param(layer.Weight), b.param(layer.Bias))
}

// normBackward computes three gradients in one pass. Two of them belong to
// operations that only hand over what the pass left in their memory; reading the
// third makes them come after it.
func normBackward[T compute.Float](b *Builder, n *normOp, in gorgonia.Nodes, grad *gorgonia.Node) (dx, dgamma, dbeta *gorgonia.Node) {
	scale := b.newAside("batchnorm by weight", tensor.Shape{n.x.C})
	offset := b.newAside("batchnorm by bias", tensor.Shape{n.x.C})
	o := b.newOp("batchnorm by input", b.blocked(n.x), 4)
	o.over = []int{3}
	dg, db := data[T](scale.out), data[T](offset.out)
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		p := n.plan()
		l := p.Shape.Len()
		compute.NormBackward(b.pool, p, dx[:l], dg, db, nil, in[3][:l], in[0][:l], nil, in[1], in[2], n.mean, n.variance)
	})
	dx = b.apply(o, in[0], in[1], in[2], grad)
	return dx, b.apply(scale, dx), b.apply(offset, dx)
}

func widen[T compute.Float](dst []float64, src []T) {
	for i, v := range src {
		dst[i] = float64(v)
	}
}
