package models

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/ode"
)

// EvaluateAs measures the network that another scheme would make of the same weights,
// in steps of another size: size times those that the network takes, so that 0.5 is
// twice as many steps and 2 half as many. A network that has learned an equation and not
// a number of blocks is as good then.
//
//	net.EvaluateAs(ctx, digits.Test, ode.RK4, 1)
//
// A nil scheme is the network's own. Blocks that change the shape stay as they are, and
// a stage takes at least one step. It fails for networks whose blocks are steps of no
// scheme, and for data as [Net.Evaluate] does.
func (n *Net) EvaluateAs(ctx context.Context, set *data.Set, scheme ode.Scheme, size float64) (Evaluation, error) {
	if err := n.Fits(set); err != nil {
		return Evaluation{}, err
	}
	if err := set.Validate(); err != nil {
		return Evaluation{}, fmt.Errorf("models: EvaluateAs: %w", err)
	}
	out, err := n.PredictAs(ctx, set, scheme, size)
	if err != nil {
		return Evaluation{}, err
	}
	return Measure(out, set)
}

// PredictAs returns the outputs that [Net.EvaluateAs] measures.
func (n *Net) PredictAs(ctx context.Context, set *data.Set, scheme ode.Scheme, size float64) ([][]float32, error) {
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	p, err := n.otherwise(ctx, scheme, size)
	if err != nil {
		return nil, err
	}
	sample, outputs := n.sampleSize(), n.Outputs()
	count := len(set.Images) / sample
	rows := make([][]float32, 0, count)
	for from := 0; from < count; from += evaluationBatch {
		to := min(from+evaluationBatch, count)
		out, err := p.predict(ctx, widened(set.Images[from*sample:to*sample]))
		if err != nil {
			return nil, err
		}
		for i := 0; i < len(out); i += outputs {
			rows = append(rows, narrowed(out[i:i+outputs]))
		}
		progress.Report(ctx, "evaluate as another scheme", to, count, nil)
	}
	return rows, nil
}

// otherwise is a network gone through by another scheme.
type otherwise struct {
	route  *route
	fields []*Field // one per stage; nil where there is no step
	scheme ode.Scheme
	size   float64
}

func (n *Net) otherwise(ctx context.Context, scheme ode.Scheme, size float64) (*otherwise, error) {
	if !(size > 0) || size*maxSolveSteps < 1 {
		return nil, fmt.Errorf("models: %s: got steps of %v times the network's, want more than 0, such as 0.5 or 2", n.name, size)
	}
	if scheme != nil {
		if err := scheme.Check(); err != nil {
			return nil, err
		}
	}
	p := &otherwise{scheme: scheme, size: size, fields: make([]*Field, len(n.stages))}
	for i, s := range n.stages {
		if len(s.inside()) == 0 {
			continue
		}
		var err error
		if p.fields[i], err = n.field(ctx, i); err != nil {
			return nil, err
		}
	}
	var err error
	p.route, err = n.route()
	return p, err
}

// predict takes inputs through the network.
func (p *otherwise) predict(ctx context.Context, inputs []float64) ([]float64, error) {
	now, before, err := inputs, []float64(nil), error(nil)
	if p.route.stem != nil {
		if now, err = p.route.stem.of(ctx, inputs); err != nil {
			return nil, err
		}
	}
	for i, f := range p.fields {
		if now, before, err = p.route.into(ctx, i, now, before); err != nil {
			return nil, err
		}
		if f == nil {
			continue
		}
		f.begin(now, before)
		own := f.steps() * len(f.Blocks)
		steps := max(1, int(float64(own)/p.size+0.5))
		states, err := f.Solve(p.scheme, steps)
		if err != nil {
			return nil, err
		}
		back := max(0, steps-max(1, steps/len(f.Blocks))) // about a block ago
		now, before = f.State(states[steps]), f.State(states[back])
	}
	if p.route.head == nil {
		return now, nil
	}
	return p.route.head.of(ctx, now)
}

func narrowed(values []float64) []float32 {
	narrow := make([]float32, len(values))
	for i, v := range values {
		narrow[i] = float32(v)
	}
	return narrow
}
