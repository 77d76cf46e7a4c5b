package data

import "fmt"

// Batch is some samples of a set, copied out in N, C, H, W order. Its buffers
// grow once and are then used for every batch.
type Batch struct {
	N       int       // samples
	Images  []float32 // N·C·H·W values
	Labels  []int     // N labels; empty for a regression set
	Targets []float32 // N·TargetDim values; empty for a classification set
}

// Batch copies the samples with the given indices, in that order, into b. It
// returns an error, and leaves b alone, if an index is not in [0, Len()), or if
// there is not a label or as many target values for each sample.
func (s *Set) Batch(b *Batch, indices []int) error {
	return s.batch("Batch", b, indices)
}

func (s *Set) batch(operation string, b *Batch, indices []int) error {
	if err := s.checkIndices(operation, indices); err != nil {
		return err
	}
	b.N = len(indices)
	b.Images, b.Labels, b.Targets = b.Images[:0], b.Labels[:0], b.Targets[:0]
	for _, i := range indices {
		b.Images = append(b.Images, s.Image(i)...)
		b.Targets = append(b.Targets, s.Target(i)...)
		if !s.Regression() {
			b.Labels = append(b.Labels, s.Labels[i])
		}
	}
	return nil
}

// Subset returns a set of its own with the samples of the given indices, in that
// order; an index may occur more than once. It returns an error where
// [Set.Batch] does.
func (s *Set) Subset(indices []int) (*Set, error) {
	var b Batch
	if err := s.batch("Subset", &b, indices); err != nil {
		return nil, err
	}
	return &Set{
		Name: s.Name, Shape: s.Shape, Classes: s.Classes,
		Images: b.Images, Labels: b.Labels, Targets: b.Targets,
		ClassNames: s.ClassNames,
	}, nil
}

func (s *Set) checkIndices(operation string, indices []int) error {
	if s == nil {
		return fmt.Errorf("data: %s: %w", operation, errNoSet)
	}
	for _, check := range []func() error{s.countLabels, s.countTargets} {
		if err := check(); err != nil {
			return fmt.Errorf("data: %s of %q: %w", operation, s.Name, err)
		}
	}
	for _, i := range indices {
		if i < 0 || i >= s.Len() {
			return fmt.Errorf("data: %s of %q: got sample %d, want 0 to %d", operation, s.Name, i, s.Len()-1)
		}
	}
	return nil
}
