package data

import "math/rand/v2"

// Loader deals out the samples of a set in batches, in a new order each epoch.
// The order depends on Seed, the epoch and the number of samples only.
type Loader struct {
	Set  *Set
	Size int    // samples in a batch; 0 means 64
	Seed uint64 // of the order

	Augment Augment // what happens to images; zero means nothing
}

// Epoch returns the batches of an epoch as indices of samples: every sample is
// in exactly one of them. The last batch is smaller if Size does not divide the
// number of samples. Epochs count from 0. Without a set, or samples in it, there
// are no batches.
func (l Loader) Epoch(epoch int) [][]int {
	order := l.rand(epoch).Perm(l.Set.Len())
	batches := make([][]int, 0, l.Batches())
	for len(order) > 0 {
		n := min(l.size(), len(order))
		batches = append(batches, order[:n:n])
		order = order[n:]
	}
	return batches
}

// Load copies samples into b as [Set.Batch] does, each image as it looks in an
// epoch: see [Augment]. It returns an error where Set.Batch does, and where the
// images cannot be augmented so.
func (l Loader) Load(b *Batch, epoch int, indices []int) error {
	if err := l.Set.Batch(b, indices); err != nil || l.Augment == (Augment{}) {
		return err
	}
	if err := l.Augment.Check(l.Set.Shape); err != nil {
		return err
	}
	size := l.Set.Size()
	for i, sample := range indices {
		v := l.Augment.draw(l.Seed, epoch, sample)
		l.Augment.apply(b.Images[i*size:(i+1)*size], l.Set.Image(sample), l.Set.Shape, v)
	}
	return nil
}

// Batches returns the number of batches in an epoch.
func (l Loader) Batches() int { return (l.Set.Len() + l.size() - 1) / l.size() }

func (l Loader) size() int {
	if l.Size < 1 {
		return 64
	}
	return l.Size
}

func (l Loader) rand(epoch int) *rand.Rand {
	return rand.New(rand.NewPCG(l.Seed, uint64(epoch)))
}
