package models

import (
	"errors"

	"github.com/unravel-go/unravel/lib/nn"
)

// Runner is a network compiled for batches of one size, with a gate for each
// part. It shares the network's parameters and nothing else: gates of one runner
// do not touch another.
//
// Change the fields of a gate, as in r.Blocks[3].Deleted = true. The graph knows
// the gates that it was built with: one put in another's place does nothing.
type Runner struct {
	*nn.Machine
	Stem   *nn.Gate   // for what stands before the first block: holds it, and has no branch to delete
	Blocks []*nn.Gate // one per block
}

// Loss is what a runner for training minimizes.
type Loss int

// The losses.
const (
	NoLoss       Loss = iota // outputs only
	CrossEntropy             // of logits against labels
	SquaredError             // mean squared error of outputs against targets
)

// Compile builds and compiles the network's graph. [nn.Gate] says what its gates
// can do in a graph for training, and what in one for prediction.
func (n *Net) Compile(o nn.Options, loss Loss) (*Runner, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	return n.compile(o, loss, len(n.Blocks()))
}

// CompileSmooth is [Net.Compile] with the cross-entropy that expects every class
// with a small probability: see [nn.Builder.SmoothCrossEntropy].
func (n *Net) CompileSmooth(o nn.Options, smoothing float64) (*Runner, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	return n.build(o, len(n.Blocks()), func(b *nn.Builder, out nn.Node) *nn.Scalar {
		return b.SmoothCrossEntropy(out, smoothing)
	})
}

// compile builds the network up to and with so many of its blocks; the head
// belongs to the last.
func (n *Net) compile(o nn.Options, loss Loss, depth int) (*Runner, error) {
	switch loss {
	case NoLoss:
		return n.build(o, depth, func(*nn.Builder, nn.Node) *nn.Scalar { return nil })
	case CrossEntropy:
		return n.build(o, depth, (*nn.Builder).CrossEntropy)
	case SquaredError:
		return n.build(o, depth, (*nn.Builder).SquaredError)
	}
	return nil, errors.New("models: Compile: got an unknown loss")
}

// build compiles the graph with the loss that a function adds to the outputs.
func (n *Net) build(o nn.Options, depth int, loss func(*nn.Builder, nn.Node) *nn.Scalar) (*Runner, error) {
	o.Dtype = nn.Float32
	if n.config.Float64 {
		o.Dtype = nn.Float64
	}
	b := nn.NewBuilder(o)
	r := &Runner{Stem: &nn.Gate{}}
	out := n.forward(b, r, depth)
	var err error
	if r.Machine, err = b.Compile(out, loss(b, out)); err != nil {
		return nil, err
	}
	return r, nil
}

func (n *Net) forward(b *nn.Builder, r *Runner, depth int) nn.Node {
	in := n.config.Input
	b.Block(r.Stem)
	x := b.Input(in[0], in[1], in[2])
	if n.stem != nil {
		x = n.stem.forward(b, x)
	}
	s := state{x, x, 1}
	for _, block := range n.Blocks()[:depth] {
		gate := &nn.Gate{}
		r.Blocks = append(r.Blocks, gate)
		b.Block(gate)
		s = block.update.forward(b, s)
	}
	b.Block(nil)
	if n.head != nil {
		return n.head.forward(b, s.now)
	}
	return s.now
}

// evaluationBatch is large enough that a pass over a graph of a thousand nodes
// is spent in the kernels, and small enough for the caches.
const evaluationBatch = 64
