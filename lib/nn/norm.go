package nn

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

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
	return b.batchNorm(&normOp{b: b, layer: n, x: x, relu: true})
}

// BatchNormAddReLU adds max(0, s + the batch normalization of x): the end of a
// residual block as He et al. (2016a) have it, with s the shortcut. It is
// [Builder.BatchNorm], [Builder.Add] and [Builder.ReLU], which are one pass.
//
// If the block's gate is deleted, y = max(0, s).
func (b *Builder) BatchNormAddReLU(x, s Node, n Norm) Node {
	f := b.Branch(func() Node { return b.BatchNorm(x, n) })
	return b.ReLU(b.Add(s, f, 1))
}

func (b *Builder) batchNorm(n *normOp) Node {
	if !n.check() {
		return Node{}
	}
	n.norm.Epsilon = normEpsilon
	n.mean, n.variance = make([]float64, n.x.C), make([]float64, n.x.C)
	b.noteNorm(n)
	y := Node{C: n.x.C, H: n.x.H, W: n.x.W}
	y.node = pick(b, norm[float32], norm[float64])(b, n)
	return y
}

// normOp is a normalization and what its operations share: the statistics that
// the last run normalized by.
type normOp struct {
	b              *Builder
	layer          Norm
	op             *op // the forward one
	x              Node
	relu           bool
	repeats        bool // normalizes again, by statistics that there are
	norm           compute.Norm
	mean, variance []float64
}

// check sees to it that everything fits.
func (n *normOp) check() bool {
	b := n.b
	if !b.ready("BatchNorm", []Node{n.x}, n.layer.params()...) {
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
	return b.err == nil
}

// measures reports whether the statistics are the batch's own.
func (n *normOp) measures() bool {
	return n.b.opts.Training && !n.b.opts.Frozen && !n.layer.Frozen
}

// plan is the normalization of the batch at hand, with a ReLU behind it or not.
func (n *normOp) plan(relu bool) *compute.Norm {
	n.norm.Shape, n.norm.ReLU = n.b.valid(n.x), relu
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
	narrow, wide := running.numbers()
	for i, r := range narrow {
		narrow[i] += float32(normMomentum * (scale*batch[i] - float64(r)))
	}
	for i, r := range wide {
		wide[i] += normMomentum * (scale*batch[i] - r)
	}
}

// norm adds the operation. Its inputs are x, scale and offset, and running
// statistics if it goes by them.
func norm[T compute.Float](b *Builder, n *normOp) *gorgonia.Node {
	in := gorgonia.Nodes{n.x.node, b.param(n.layer.Weight), b.param(n.layer.Bias)}
	if !n.measures() {
		in = append(in, b.param(n.layer.RunningMean), b.param(n.layer.RunningVar))
	}
	o := b.newOp("batchnorm "+n.layer.Weight.Name, b.blocked(n.x), len(in))
	n.op, o.over, o.adds = o, []int{0}, !n.relu
	if n.measures() {
		finishable(o, normBatch[T](n))
		if o.wantsMoments = !n.repeats; o.wantsMoments {
			b.norms = append(b.norms, n)
		}
	} else {
		finishable(o, normFrozen[T](n))
		// In training what enters a normalization is needed again.
		o.finishes = func(maker *op) bool { return !b.opts.Training && maker.folds }
	}
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return normBackward[T](n, in, grad), nil
	}
	return b.apply(o, in...)
}

// normBatch normalizes by the statistics of the batch: those that the operation
// before has left, or else measured in a pass over memory.
func normBatch[T compute.Float](n *normOp) func(y []T, in [][]T, e compute.Epilogue[T]) {
	var scaled affine[T]
	return func(y []T, in [][]T, e compute.Epilogue[T]) {
		p := n.plan(n.relu || e.ReLU)
		l := p.Shape.Len()
		if m := n.op.knownOf(0); m != nil {
			m.Result(n.mean, n.variance)
		} else if !n.repeats {
			compute.Measure(n.b.pool, p.Shape, in[0][:l], n.mean, n.variance)
		}
		gamma, beta := scaled.times(e.Scale, in[1], in[2])
		compute.NormApply(n.b.pool, p, y[:l], in[0][:l], e.Add, gamma, beta, n.mean, n.variance)
	}
}

// normFrozen normalizes by running statistics. Of a convolution that waits for it,
// it changes the weights instead, from what parameters and statistics are now.
func normFrozen[T compute.Float](n *normOp) func(y []T, in [][]T, e compute.Epilogue[T]) {
	var scaled, folded affine[T]
	return func(y []T, in [][]T, e compute.Epilogue[T]) {
		p := n.plan(n.relu || e.ReLU)
		l := p.Shape.Len()
		gamma, beta := scaled.times(e.Scale, in[1], in[2])
		if n.op.waits(0) {
			e.Scale, e.Bias = folded.fold(gamma, beta, in[3], in[4])
			e.ReLU = p.ReLU
			finish(n.op.makers[0], y[:l], e)
			return
		}
		widen(n.mean, in[3])
		widen(n.variance, in[4])
		compute.NormApply(n.b.pool, p, y[:l], in[0][:l], e.Add, gamma, beta, n.mean, n.variance)
	}
}

// affine is y = scale·x + offset per channel.
type affine[T compute.Float] struct{ scale, offset []T }

func (a *affine[T]) room(channels int) {
	if len(a.scale) != channels {
		a.scale, a.offset = make([]T, channels), make([]T, channels)
	}
}

// times returns γ and β times a factor per channel; nil stands for ones.
func (a *affine[T]) times(factor, gamma, beta []T) (scale, offset []T) {
	if factor == nil {
		return gamma, beta
	}
	a.room(len(gamma))
	for c, f := range factor {
		a.scale[c], a.offset[c] = f*gamma[c], f*beta[c]
	}
	return a.scale, a.offset
}

// fold writes a normalization by given statistics as scale and offset.
func (a *affine[T]) fold(gamma, beta, mean, variance []T) (scale, offset []T) {
	a.room(len(gamma))
	for c := range gamma {
		s := float64(gamma[c]) / math.Sqrt(float64(variance[c])+normEpsilon)
		a.scale[c] = T(s)
		a.offset[c] = T(float64(beta[c]) - s*float64(mean[c]))
	}
	return a.scale, a.offset
}

func widen[T compute.Float](dst []float64, src []T) {
	for i, v := range src {
		dst[i] = float64(v)
	}
}
