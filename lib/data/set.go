package data

import (
	"errors"
	"fmt"
	"math"
)

// Set is a collection of labelled samples.
//
// Images hold N·C·H·W values, image after image, channel after channel, row
// after row. A classification set has Labels in [0, Classes); a regression set
// has Targets of N·TargetDim values instead.
type Set struct {
	Name    string
	Shape   [3]int // channels, height, width of one sample
	Images  []float32
	Labels  []int
	Classes int
	Targets []float32

	ClassNames []string // what the classes are, or nil if the numbers say it
}

// errNoSet is why nothing can be done with a nil set.
var errNoSet = errors.New("got no set, want samples")

// Size returns the number of values in one sample, C·H·W.
func (s *Set) Size() int { return s.Shape[0] * s.Shape[1] * s.Shape[2] }

// Len returns the number of samples, N. A set whose shape has no values has none,
// as has a nil one.
func (s *Set) Len() int {
	if s == nil || !s.shaped() {
		return 0
	}
	return len(s.Images) / s.Size()
}

// shaped reports whether a sample has values, and at least one such sample is
// there. Dividing, it finds a product that does not fit into an int too large.
func (s *Set) shaped() bool {
	left := len(s.Images)
	for _, d := range s.Shape {
		if d < 1 {
			return false
		}
		left /= d
	}
	return left > 0
}

// Regression reports whether the samples have target values instead of labels.
func (s *Set) Regression() bool { return s.Targets != nil }

// TargetDim returns the number of target values of one sample: 0 for a
// classification set.
func (s *Set) TargetDim() int {
	if s.Len() == 0 {
		return 0
	}
	return len(s.Targets) / s.Len()
}

// Image returns sample i as C·H·W values. The slice is the set's own memory, not
// a copy. Image panics if i is not in [0, Len()).
func (s *Set) Image(i int) []float32 {
	size := s.Size()
	return s.Images[i*size : (i+1)*size : (i+1)*size]
}

// Target returns the target values of sample i, or nil for a classification
// set. The slice is the set's own memory.
func (s *Set) Target(i int) []float32 {
	if !s.Regression() {
		return nil
	}
	d := s.TargetDim()
	return s.Targets[i*d : (i+1)*d : (i+1)*d]
}

// Validate returns nil if the set can be trained on, and otherwise an error
// that names what is wrong with it: a shape without values, images that do not
// fill whole samples, labels or targets that do not fit them, values that are
// not finite.
func (s *Set) Validate() error {
	if s == nil {
		return fmt.Errorf("data: %w", errNoSet)
	}
	for _, check := range []func() error{s.checkImages, s.checkLabels, s.checkTargets} {
		if err := check(); err != nil {
			return fmt.Errorf("data: set %q: %w", s.Name, err)
		}
	}
	return nil
}

func (s *Set) checkImages() error {
	for _, d := range s.Shape {
		if d < 1 {
			return fmt.Errorf("got shape %v, want channels, height and width of at least 1", s.Shape)
		}
	}
	if len(s.Images) == 0 {
		return fmt.Errorf("got no samples, want at least 1")
	}
	if !s.shaped() || len(s.Images)%s.Size() != 0 {
		return fmt.Errorf("got %d image values, want a multiple of %d·%d·%d", len(s.Images), s.Shape[0], s.Shape[1], s.Shape[2])
	}
	if i := notFinite(s.Images); i >= 0 {
		return fmt.Errorf("sample %d: got the value %v, want finite ones", i/s.Size(), s.Images[i])
	}
	return nil
}

func (s *Set) checkLabels() error {
	if err := s.countLabels(); err != nil {
		return err
	}
	if n := len(s.ClassNames); n > 0 && n != s.Classes {
		return fmt.Errorf("got %d names for %d classes, want one for each or none", n, s.Classes)
	}
	for i, label := range s.Labels {
		if label < 0 || label >= s.Classes {
			return fmt.Errorf("sample %d: got label %d, want 0 to %d", i, label, s.Classes-1)
		}
	}
	return nil
}

// countLabels returns an error unless there is a label for each sample, or none
// beside targets.
func (s *Set) countLabels() error {
	if s.Regression() {
		if s.Labels != nil {
			return fmt.Errorf("got labels and targets, want one of them")
		}
		return nil
	}
	if len(s.Labels) != s.Len() {
		return fmt.Errorf("got %d labels for %d samples, want one for each", len(s.Labels), s.Len())
	}
	return nil
}

func (s *Set) checkTargets() error {
	if err := s.countTargets(); err != nil {
		return err
	}
	if i := notFinite(s.Targets); i >= 0 {
		return fmt.Errorf("sample %d: got the target %v, want finite ones", i/s.TargetDim(), s.Targets[i])
	}
	return nil
}

// countTargets returns an error unless every sample of a regression set has as
// many target values.
func (s *Set) countTargets() error {
	if !s.Regression() || s.Len() == 0 {
		return nil
	}
	if len(s.Targets) == 0 || len(s.Targets)%s.Len() != 0 {
		return fmt.Errorf("got %d target values for %d samples, want the same number for each", len(s.Targets), s.Len())
	}
	return nil
}

// notFinite returns the index of the first value that is not, or −1.
func notFinite(values []float32) int {
	for i, v := range values {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return i
		}
	}
	return -1
}
