package protocol

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// Trained is a network that was trained, in figures.
type Trained struct {
	Kind         string // family, depth, and which blocks took part
	Depth        int
	Seed         uint64
	Parameters   int
	Test         models.Evaluation
	Coefficients []float64      // k of a linear multi-step network, block by block
	History      *train.History // without its time, which is another one on every run
}

// steps between two checkpoints of a training: a minute or two of a ResNet-110.
const betweenCheckpoints = 100

// trained trains a network, or goes on with that, and tests it.
func (p *Protocol) trained(ctx context.Context, t training) (*Trained, error) {
	return kept(p, t.name(), p.words(t), func() (*Trained, error) {
		net, err := t.net(p.o.Width)
		if err != nil {
			return nil, err
		}
		o := p.recipe(t)
		o.Checkpoint = train.Checkpoint{Path: p.path(t.name() + ".run"), Every: betweenCheckpoints}
		history, err := train.Resume(ctx, net, p.data.Train, o)
		if err != nil {
			return nil, err
		}
		// The file before the result: where there is the one, there is the other.
		if err := net.Save(p.path(t.name() + ".safetensors")); err != nil {
			return nil, err
		}
		test, err := net.EvaluateWith(ctx, p.data.Test, p.o.Threads)
		if err != nil {
			return nil, err
		}
		history.Time = 0
		return &Trained{
			Kind: t.kind(), Depth: t.depth, Seed: t.seed, Parameters: net.NumParams(),
			Test: test, Coefficients: net.Coefficients(), History: history,
		}, nil
	})
}

// network returns a trained network.
func (p *Protocol) network(ctx context.Context, t training) (*models.Net, error) {
	if _, err := p.trained(ctx, t); err != nil {
		return nil, err
	}
	return models.Load(p.path(t.name() + ".safetensors"))
}

// each trains networks with every seed. When ctx ends it returns those that are
// over, and the error.
func (p *Protocol) each(ctx context.Context, list ...training) (Trainings, error) {
	var done Trainings
	for _, t := range list {
		for _, t.seed = range p.o.Seeds {
			one, err := p.trained(ctx, t)
			if err != nil {
				return done, fmt.Errorf("protocol: %s with seed %d: %w", t.kind(), t.seed, err)
			}
			done = append(done, *one)
		}
	}
	return done, nil
}
