package models

import (
	"context"

	"github.com/unravel-go/unravel/lib/nn"
)

// route is the way of states through a network, cut where a stage begins: so that the
// blocks within can be gone through otherwise.
type route struct {
	net       *Net
	stem      *section   // nil of a network of vectors
	crossings []*section // one per stage: its first block, from the state and the one before; nil if that keeps the shape
	head      *section   // nil of a network of vectors
}

// route compiles the parts that are no steps.
func (n *Net) route() (*route, error) {
	r := &route{net: n, crossings: make([]*section, len(n.stages))}
	in, err := n.config.Input, error(nil)
	c, h, w := in[0], in[1], in[2]
	if n.stem != nil {
		if r.stem, err = n.section(evaluationBatch, c, h, w, n.stem.forward); err != nil {
			return nil, err
		}
		c, h, w = n.stem.c, n.stem.h, n.stem.w
	}
	for i, s := range n.stages {
		if s.Blocks[0].Transition {
			if r.crossings[i], err = n.crossing(s, c, h, w); err != nil {
				return nil, err
			}
		}
		c, h, w = s.C, s.H, s.W
	}
	if n.head != nil {
		r.head, err = n.section(evaluationBatch, c, h, w, n.head.forward)
	}
	return r, err
}

// crossing compiles the first block of a stage. What it takes and gives is a state and
// the one before it, side by side.
func (n *Net) crossing(s Stage, c, h, w int) (*section, error) {
	return n.section(evaluationBatch, 2*c, h, w, func(b *nn.Builder, x nn.Node) nn.Node {
		out := s.Blocks[0].update.forward(b, state{b.Slice(x, 0, c), b.Slice(x, c, 2*c), 1})
		before := out.before
		if out.stride != 1 || before.C != s.C {
			before = b.Shortcut(before, nn.Shortcut{Channels: s.C, Stride: out.stride})
		}
		return b.Concat(out.now, before)
	})
}

// into takes states across into a stage. Where the network begins there is none before.
func (r *route) into(ctx context.Context, stage int, now, before []float64) (_, _ []float64, err error) {
	cross := r.crossings[stage]
	if cross == nil {
		return now, before, nil
	}
	if before == nil {
		before = now
	}
	both, err := cross.of(ctx, beside(now, before, cross.in/2))
	if err != nil {
		return nil, nil, err
	}
	now, before = apart(both, cross.out/2)
	return now, before, nil
}

// upTo takes inputs to where a stage begins, as the network does.
func (r *route) upTo(ctx context.Context, stage int, inputs []float64) (now, before []float64, err error) {
	now = inputs
	if r.stem != nil {
		if now, err = r.stem.of(ctx, inputs); err != nil {
			return nil, nil, err
		}
	}
	for i := range stage + 1 {
		if now, before, err = r.into(ctx, i, now, before); err != nil || i == stage {
			return now, before, err
		}
		if now, before, err = r.through(ctx, i, now, before); err != nil {
			return nil, nil, err
		}
	}
	return now, before, nil
}

// through takes states through the blocks of a stage that keep its shape.
func (r *route) through(ctx context.Context, stage int, now, before []float64) (_, _ []float64, err error) {
	s := r.net.stages[stage]
	if len(s.inside()) == 0 {
		return now, before, nil
	}
	if before == nil {
		before = now
	}
	pass, err := r.net.section(evaluationBatch, 2*s.C, s.H, s.W, func(b *nn.Builder, x nn.Node) nn.Node {
		at := state{b.Slice(x, 0, s.C), b.Slice(x, s.C, 2*s.C), 1}
		for _, block := range s.inside() {
			at = block.update.forward(b, at)
		}
		return b.Concat(at.now, at.before)
	})
	if err != nil {
		return nil, nil, err
	}
	both, err := pass.of(ctx, beside(now, before, s.C*s.H*s.W))
	if err != nil {
		return nil, nil, err
	}
	now, before = apart(both, s.C*s.H*s.W)
	return now, before, nil
}
