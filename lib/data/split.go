package data

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Split is a data set divided into a training and a test part.
type Split struct {
	Train, Test *Set
}

// Shape returns channels, height and width of one sample, and zeros if there is
// no training part.
func (d *Split) Shape() [3]int {
	if d == nil || d.Train == nil {
		return [3]int{}
	}
	return d.Train.Shape
}

// Split divides the set at random: train samples for training and the rest for
// testing. The same seed gives the same parts. It returns an error unless both
// parts get at least one sample and every sample has its label or target values.
//
// The draw is from a generator seeded with (seed, 0), from which [Loader.Epoch]
// draws too. Fewer samples make another permutation of the same draws, but who
// wants the first order of a run independent of the split gives them two seeds.
func (s *Set) Split(train int, seed uint64) (*Split, error) {
	if s == nil {
		return nil, fmt.Errorf("data: Split: %w", errNoSet)
	}
	if train < 1 || train >= s.Len() {
		return nil, fmt.Errorf("data: Split of %q: got %d training samples of %d, want at least 1 in each part", s.Name, train, s.Len())
	}
	order := rand.New(rand.NewPCG(seed, 0)).Perm(s.Len())
	return s.parts(order[:train], order[train:])
}

// parts is a split into the samples for training and those for testing.
func (s *Set) parts(train, test []int) (*Split, error) {
	first, err := s.Subset(train)
	if err != nil {
		return nil, err
	}
	rest, err := s.Subset(test)
	if err != nil {
		return nil, err
	}
	first.Name += ", training part"
	rest.Name += ", test part"
	return &Split{Train: first, Test: rest}, nil
}

// Moments returns the mean and the standard deviation over every value of every
// image (divided by their number, not by one less).
func (s *Set) Moments() (mean, deviation float64) {
	n := float64(len(s.Images))
	for _, v := range s.Images {
		mean += float64(v)
	}
	mean /= n
	for _, v := range s.Images {
		deviation += (float64(v) - mean) * (float64(v) - mean)
	}
	return mean, math.Sqrt(deviation / n)
}

// Standardize replaces every image value v of both parts by (v−m)/s, where m and
// s are mean and standard deviation over all values of the training part. It
// returns an error, and changes nothing, if a part is missing or if all those
// values are the same.
func (d *Split) Standardize() error {
	if d == nil || d.Train == nil || d.Test == nil {
		return fmt.Errorf("data: Standardize: %w in each part", errNoSet)
	}
	mean, deviation := d.Train.Moments()
	if !(deviation > 0) {
		return fmt.Errorf("data: Standardize %q: got the value %v in every pixel, want different ones", d.Train.Name, mean)
	}
	for _, s := range []*Set{d.Train, d.Test} {
		for i, v := range s.Images {
			s.Images[i] = float32((float64(v) - mean) / deviation)
		}
	}
	return nil
}
