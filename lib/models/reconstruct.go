package models

import (
	"context"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/nn"
)

// Reconstruction is how exactly the blocks of one stage of a reversible network can be
// undone: from the stage's output back to its input, or, where the stage begins with a
// change of shape, to what that leads to.
type Reconstruction struct {
	Stage   int       // 0-based
	Blocks  []*Block  // in the order in which they are undone: the last one first
	Errors  []float64 // behind each, the largest difference from what entered the block
	Largest float64   // of the values that are recovered, without their signs
	Samples int
}

// Error is the largest difference of all, as a share of the largest value.
func (r Reconstruction) Error() float64 {
	off := 0.0
	for _, e := range r.Errors {
		off = math.Max(off, e) // which is NaN if one is
	}
	if off == 0 {
		return 0
	}
	return off / r.Largest
}

// String is the reconstruction on one line.
func (r Reconstruction) String() string {
	return fmt.Sprintf("stage %d: %d blocks undone on %d samples of values up to %.3g, off by at most %.2g of that",
		r.Stage+1, len(r.Blocks), r.Samples, r.Largest, r.Error())
}

// Reconstruct takes samples through a reversible network and back through each stage,
//
//	x2 = y2 − g(y1),   x1 = y1 − f(x2)
//
// and returns for every stage how far that leads from what was there. Normalization uses
// the running statistics. When ctx ends it stops at the next operation, with ctx's
// error. It fails for networks whose steps are not [Reversible].
func (n *Net) Reconstruct(ctx context.Context, set *data.Set) ([]Reconstruction, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	if !n.config.reversible() {
		return nil, fmt.Errorf("models: Reconstruct: got %s, whose blocks cannot be undone, want a network such as RevNet", n.name)
	}
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	if err := live(ctx); err != nil {
		return nil, err
	}
	var all []Reconstruction
	for stage := range n.stages {
		r, err := n.reconstruct(ctx, stage, set.Images)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// reconstructionBatch is small: a graph keeps every state of a stage, and as much again.
const reconstructionBatch = 16

func (n *Net) reconstruct(ctx context.Context, stage int, images []float32) (Reconstruction, error) {
	size := n.sampleSize()
	count := len(images) / size
	m, blocks, err := n.undoing(stage, min(count, reconstructionBatch))
	r := Reconstruction{Stage: stage, Blocks: blocks, Errors: make([]float64, len(blocks)), Samples: count}
	if err != nil {
		return r, err
	}
	s := n.stages[stage]
	half := s.C / 2 * s.H * s.W
	for at := 0; at < count; at += reconstructionBatch {
		end := min(at+reconstructionBatch, count)
		out := make([]float32, (end-at)*half*2*len(blocks))
		if err := m.Load(images[at*size : end*size]); err != nil {
			return r, err
		}
		if err := m.Run(ctx); err != nil {
			return r, err
		}
		if err := m.Read(out); err != nil {
			return r, err
		}
		for i := 0; i < len(out); i += 2 * half {
			block := i / (2 * half) % len(blocks)
			r.Errors[block] = math.Max(r.Errors[block], largest(out[i:i+half]))
			r.Largest = math.Max(r.Largest, largest(out[i+half:i+2*half]))
		}
	}
	return r, nil
}

// undoing compiles a graph that goes through a stage and back. For each block that it
// undoes it puts out the difference in the half that the block has updated, and that
// half.
func (n *Net) undoing(stage, batch int) (*nn.Machine, []*Block, error) {
	b := nn.NewBuilder(nn.Options{Batch: batch, Dtype: n.dtype()})
	s := n.begin(b)
	var before []state // each block to undo
	var blocks []*Block
	for _, k := range n.Blocks() {
		if k.Stage == stage && !k.Transition {
			before, blocks = append(before, s), append(blocks, k)
		}
		if k.Stage <= stage {
			s = k.update.forward(b, s)
		}
	}
	var outs []nn.Node
	var undone []*Block
	y := [2]nn.Node{s.now, s.before}
	for i := len(blocks) - 1; i >= 0; i-- {
		u := blocks[i].update.(*reversibleStep)
		y = u.backward(b, y)
		want := u.halves(b, before[i])[u.half]
		outs = append(outs, b.ScaledAdd(want, y[u.half], nn.Constant(-1)), want)
		undone = append(undone, blocks[i])
	}
	m, err := b.Compile(b.Concat(outs...), nil)
	return m, undone, err
}

// largest is the largest absolute value, NaN if one is.
func largest(values []float32) float64 {
	top := 0.0
	for _, v := range values {
		top = math.Max(top, math.Abs(float64(v)))
	}
	return top
}
