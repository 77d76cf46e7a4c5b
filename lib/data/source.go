package data

import (
	"context"
	"errors"
	"fmt"
)

// Source is where a training run gets its samples from: a [Set] that holds them in
// memory, or a [Folder] that decodes them when their batch comes up.
//
// A source is read by one goroutine at a time and never changes while it is read.
type Source interface {
	// Len is the number of samples.
	Len() int

	// Facts says what the samples look like, without reading one.
	Facts() Facts

	// Validate returns why nothing can be trained on the samples, or nil.
	Validate() error

	// Load copies samples into b, in the order of the indices, each as it looks in
	// an epoch. The outcome depends on the arguments alone. When ctx ends, Load
	// stops with its error.
	Load(ctx context.Context, b *Batch, indices []int, look Look) error

	// Fingerprint tells these samples from others, so that a run resumes with the
	// samples that it began with.
	Fingerprint() string
}

var (
	_ Source = (*Set)(nil)
	_ Source = (*Folder)(nil)
)

// Facts are what all samples of a source have in common.
type Facts struct {
	Name      string
	Shape     [3]int // channels, height, width of one sample
	Classes   int    // 0 for a regression set
	TargetDim int    // target values of one sample; 0 for a classification set
}

// Regression reports whether the samples have target values instead of labels.
func (f Facts) Regression() bool { return f.TargetDim > 0 }

// Look says how images look: at random, but in the same way whenever seed, epoch
// and sample are the same. The zero value shows an image as it is.
type Look struct {
	Augment Augment
	Seed    uint64
	Epoch   int // from 0
}

// Facts says what the samples look like. Those of a nil set are zero.
func (s *Set) Facts() Facts {
	if s == nil {
		return Facts{}
	}
	return Facts{Name: s.Name, Shape: s.Shape, Classes: s.Classes, TargetDim: s.TargetDim()}
}

// Load copies samples into b as [Set.Batch] does, each as it looks in an epoch. It
// returns an error where Set.Batch does, where the images cannot be augmented so,
// and when ctx has ended.
func (s *Set) Load(ctx context.Context, b *Batch, indices []int, look Look) error {
	if err := live(ctx); err != nil {
		return fmt.Errorf("data: Load: %w", err)
	}
	if err := s.Batch(b, indices); err != nil || look.Augment == (Augment{}) {
		return err
	}
	if err := look.Augment.Check(s.Shape); err != nil {
		return err
	}
	size := s.Size()
	for i, sample := range indices {
		look.apply(b.Images[i*size:(i+1)*size], s.Image(sample), s.Shape, sample)
	}
	return nil
}

// apply writes a sample's image to dst as it looks in the epoch.
func (l Look) apply(dst, image []float32, shape [3]int, sample int) {
	l.Augment.apply(dst, image, shape, l.Augment.draw(l.Seed, l.Epoch, sample))
}

// live returns why nothing should begin under a context.
func live(ctx context.Context) error {
	if ctx == nil {
		return errors.New("got no context, want one such as context.Background()")
	}
	return ctx.Err()
}
