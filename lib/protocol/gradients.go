package protocol

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/lib/paths"
)

// Gradients follows the gradient back along paths of each length, Options.Samples
// of them, from training images drawn at random (Veit et al. 2016, section 5.2,
// figure 6).
func (p *Protocol) Gradients(ctx context.Context) (*paths.Gradients, error) {
	t := p.residual(p.o.Depth)
	t.seed = p.o.Seeds[0]
	file, of := p.studied(t, "gradients", p.samplesPerLength())
	g, err := kept(p, file, of, func() (*paths.Gradients, error) {
		net, err := p.network(ctx, t)
		if err != nil {
			return nil, err
		}
		study := paths.Study{Net: net, Data: p.data.Train, Threads: p.o.Threads}
		return study.GradientByLength(ctx, paths.Sampling{Samples: p.o.Samples, Seed: t.seed})
	})
	if err != nil {
		return g, fmt.Errorf("protocol: gradients of %s: %w", t.kind(), err)
	}
	return g, nil
}

func (p *Protocol) samplesPerLength() string {
	return fmt.Sprintf(", %d of each length", p.o.Samples)
}
