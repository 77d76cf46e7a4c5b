package models

import (
	"fmt"

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

	// States is the state behind each block, for [nn.Machine.Value] and in training
	// [nn.Machine.Gradient], if [Objective.States] asks for it. In a reversible network it is
	// the half that the block has changed.
	States []nn.Node
}

// Compile builds and compiles the network's graph. [nn.Gate] says what its gates
// can do in a graph for training, and what in one for prediction. The number type is
// the network's, as [Config.Float64] has it, whatever the options say.
func (n *Net) Compile(o nn.Options, loss Loss) (*Runner, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	return n.compile(o, Objective{Loss: loss}, len(n.Blocks()))
}

// CompileSmooth is [Net.Compile] with the cross-entropy that expects every class
// with a small probability: see [nn.Builder.SmoothCrossEntropy].
func (n *Net) CompileSmooth(o nn.Options, smoothing float64) (*Runner, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	return n.compile(o, Objective{Loss: CrossEntropy, Smoothing: smoothing}, len(n.Blocks()))
}

// CompileObjective is [Net.Compile] with more to choose from. Objective{States: true} is
// for a network's activations: they are then read without compiling a graph for each.
func (n *Net) CompileObjective(o nn.Options, j Objective) (*Runner, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	return n.compile(o, j, len(n.Blocks()))
}

// compile builds the network up to and with so many of its blocks; the head
// belongs to the last.
func (n *Net) compile(o nn.Options, j Objective, depth int) (*Runner, error) {
	if err := j.check(n); err != nil {
		return nil, fmt.Errorf("models: Compile: %w", err)
	}
	o.Dtype = n.dtype()
	b := nn.NewBuilder(o)
	r := &Runner{Stem: &nn.Gate{}}
	out := n.forward(b, r, j, depth)
	var err error
	if r.Machine, err = b.Compile(out, j.loss(b, out)); err != nil {
		return nil, err
	}
	return r, nil
}

func (n *Net) forward(b *nn.Builder, r *Runner, j Objective, depth int) nn.Node {
	b.Block(r.Stem)
	s := n.begin(b)
	for i, block := range n.Blocks()[:depth] {
		gate := &nn.Gate{}
		r.Blocks = append(r.Blocks, gate)
		b.Block(gate)
		b.DropPaths(j.Noise.rate(i), func() { s = block.update.forward(b, s) })
		s.now = j.Noise.behind(b, s.now)
		if j.States {
			s.now = b.Keep(s.now)
			r.States = append(r.States, s.now)
		}
	}
	b.Block(nil)
	if n.config.reversible() && depth > 0 {
		s.now = b.Concat(s.now, s.before)
	}
	if n.head != nil {
		return n.head.forward(b, s.now)
	}
	return s.now
}

// begin adds what stands before the first block.
func (n *Net) begin(b *nn.Builder) state {
	in := n.config.Input
	x := b.Input(in[0], in[1], in[2])
	if n.stem != nil {
		x = n.stem.forward(b, x)
	}
	return state{x, x, 1}
}

func (n *Net) dtype() nn.Dtype {
	if n.config.Float64 {
		return nn.Float64
	}
	return nn.Float32
}

// evaluationBatch is large enough that a pass over a graph of a thousand nodes
// is spent in the kernels, and small enough for the caches.
const evaluationBatch = 64
