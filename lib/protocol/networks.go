package protocol

import "context"

// Effective trains the residual network twice: whole, and with 23 of 54 blocks in
// each batch, drawn anew each time (Veit et al. 2016, section 5.3). Other depths
// have about the same share.
func (p *Protocol) Effective(ctx context.Context) (Trainings, error) {
	return p.each(ctx, p.residual(p.o.Depth), p.effective())
}

// Multistep trains a ResNet and an LM-ResNet of each of Options.Depths (Lu et al.
// 2018). The LM-ResNet has besides a coefficient per block two projections, as in
// the code of that paper, where the ResNet takes every second pixel.
func (p *Protocol) Multistep(ctx context.Context) (Trainings, error) {
	return p.each(ctx, p.compared()...)
}

// StochasticDepth trains networks some of whose blocks are left out of each batch,
// at random: a ResNet as Huang et al. (2016) do, with a last block that takes part
// in half of the batches, and as Lu et al. (2018) do an LM-ResNet of the same depth
// and another of half as many blocks, whose last takes part in eight of ten.
func (p *Protocol) StochasticDepth(ctx context.Context) (Trainings, error) {
	return p.each(ctx, p.stochastic()...)
}
