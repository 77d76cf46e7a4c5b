package protocol

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/lib/lesion"
)

// DeleteEach deletes every block in turn, of the residual network and, for
// contrast, of a plain one (Veit et al. 2016, section 4.1, figure 3).
func (p *Protocol) DeleteEach(ctx context.Context) (residual, control *lesion.Deletions, err error) {
	residual, err = p.deleteEach(ctx, p.residual(p.o.Depth))
	if err == nil {
		control, err = p.deleteEach(ctx, p.plain())
	}
	return residual, control, err
}

func (p *Protocol) deleteEach(ctx context.Context, t training) (*lesion.Deletions, error) {
	return takenApart(p, ctx, t, "delete-each", "", lesion.Study.DeleteEach)
}

// DeleteRandom deletes 1 to Options.Changes blocks at random, Options.Draws
// times each (section 4.2, figure 5a). The two that change the shape stay.
func (p *Protocol) DeleteRandom(ctx context.Context) (*lesion.Lesions, error) {
	return p.changed(ctx, "delete-random", p.deletions(), lesion.Study.DeleteRandom)
}

// deletions is the largest number of blocks that are deleted at random.
func (p *Protocol) deletions() int { return min(p.o.Changes, blocks(p.o.Depth)-2) }

// Reorder swaps 1 to Options.Changes pairs of blocks of equal shape,
// Options.Draws times each (section 4.3, figure 5b).
func (p *Protocol) Reorder(ctx context.Context) (*lesion.Lesions, error) {
	return p.changed(ctx, "reorder", p.o.Changes, lesion.Study.Reorder)
}

// changed changes the residual network at random, 1 to most times.
func (p *Protocol) changed(ctx context.Context, name string, most int, how func(lesion.Study, context.Context, lesion.Random) (*lesion.Lesions, error)) (*lesion.Lesions, error) {
	draws := lesion.Random{Draws: p.o.Draws, Seed: p.o.Seeds[0]}
	for d := range most {
		draws.Counts = append(draws.Counts, d+1)
	}
	return takenApart(p, ctx, p.residual(p.o.Depth), name, p.draws(most), func(s lesion.Study, ctx context.Context) (*lesion.Lesions, error) {
		return how(s, ctx, draws)
	})
}

// draws is the networks of DeleteRandom or Reorder in words.
func (p *Protocol) draws(most int) string {
	return fmt.Sprintf(", %d networks with each of 1 to %d changes", p.o.Draws, most)
}

// takenApart is an experiment on the network of the first seed, with the test
// images. What it draws, if anything, is said in words that go on behind its name.
func takenApart[T any](p *Protocol, ctx context.Context, t training, name, draws string, how func(lesion.Study, context.Context) (*T, error)) (*T, error) {
	t.seed = p.o.Seeds[0]
	file, of := p.studied(t, name, draws)
	result, err := kept(p, file, of, func() (*T, error) {
		net, err := p.network(ctx, t)
		if err != nil {
			return nil, err
		}
		return how(lesion.Study{Net: net, Data: p.data.Test, Threads: p.o.Threads}, ctx)
	})
	if err != nil {
		return result, fmt.Errorf("protocol: %s of %s: %w", name, t.kind(), err)
	}
	return result, nil
}

// studied is the name of a study's file, and what the study is of in words.
func (p *Protocol) studied(t training, name, draws string) (file, of string) {
	return name + "-" + t.name(), name + draws + " of " + p.words(t)
}
