package protocol

import "context"

// All does every experiment, the shorter ones first, and reports. What the folder
// has is not done again. When ctx ends, the report is of what is there, beside
// the error.
func (p *Protocol) All(ctx context.Context) (*Report, error) {
	for _, experiment := range []func(context.Context) error{
		func(ctx context.Context) error { _, _, err := p.DeleteEach(ctx); return err },
		func(ctx context.Context) error { _, err := p.DeleteRandom(ctx); return err },
		func(ctx context.Context) error { _, err := p.Reorder(ctx); return err },
		func(ctx context.Context) error { _, err := p.Gradients(ctx); return err },
		func(ctx context.Context) error { _, err := p.Effective(ctx); return err },
		func(ctx context.Context) error { _, err := p.Multistep(ctx); return err },
		func(ctx context.Context) error { _, err := p.StochasticDepth(ctx); return err },
	} {
		if err := experiment(ctx); err != nil {
			report, _ := p.Report() // the first error is the one to tell
			return report, err
		}
	}
	return p.Report()
}
