package data

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// Loader deals out the samples of a source in batches, in a new order each epoch.
// The order depends on Seed, the epoch and the number of samples only.
type Loader struct {
	Set  Source // a *Set, or samples that are not in memory
	Size int    // samples in a batch; 0 means 64
	Seed uint64 // of the order

	Augment Augment // what happens to images; zero means nothing
}

// Epoch returns the batches of an epoch as indices of samples: every sample is
// in exactly one of them. The last batch is smaller if Size does not divide the
// number of samples. Epochs count from 0. Without a set, or samples in it, there
// are no batches.
func (l Loader) Epoch(epoch int) [][]int {
	order := l.rand(epoch).Perm(l.len())
	batches := make([][]int, 0, l.Batches())
	for len(order) > 0 {
		n := min(l.size(), len(order))
		batches = append(batches, order[:n:n])
		order = order[n:]
	}
	return batches
}

// Load copies samples into b, each image as it looks in an epoch: see [Source]. A
// training loop that does not want to wait for it takes the batches of a [Feed].
func (l Loader) Load(b *Batch, epoch int, indices []int) error {
	return l.load(context.Background(), b, epoch, indices)
}

func (l Loader) load(ctx context.Context, b *Batch, epoch int, indices []int) error {
	if l.Set == nil {
		return fmt.Errorf("data: Load: %w", errNoSet)
	}
	return l.Set.Load(ctx, b, indices, Look{Augment: l.Augment, Seed: l.Seed, Epoch: epoch})
}

// Batches returns the number of batches in an epoch.
func (l Loader) Batches() int { return (l.len() + l.size() - 1) / l.size() }

func (l Loader) len() int {
	if l.Set == nil {
		return 0
	}
	return l.Set.Len()
}

func (l Loader) size() int {
	if l.Size < 1 {
		return 64
	}
	return l.Size
}

func (l Loader) rand(epoch int) *rand.Rand {
	return rand.New(rand.NewPCG(l.Seed, uint64(epoch)))
}
