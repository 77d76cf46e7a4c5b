package data

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// Stratified returns n samples, drawn at random, with the classes in the shares that
// they have in the set: 100 of the 1,297 digits have 9 to 11 of each. The same seed
// gives the same samples, in the same order.
//
// It returns an error if n is not in [1, Len()], and where the set has no labels or
// some that are not in [0, Classes).
func (s *Set) Stratified(n int, seed uint64) (*Set, error) {
	chosen, _, err := s.stratify("Stratified", n, seed)
	if err != nil {
		return nil, err
	}
	return s.Subset(chosen)
}

// StratifiedSplit divides the set as [Set.Split] does, so that each class has the
// same share in both parts, up to one sample.
func (s *Set) StratifiedSplit(train int, seed uint64) (*Split, error) {
	if s.Len() > 0 && train == s.Len() {
		return nil, fmt.Errorf("data: StratifiedSplit of %q: got %d training samples of %d, want at least 1 in each part", s.Name, train, s.Len())
	}
	chosen, left, err := s.stratify("StratifiedSplit", train, seed)
	if err != nil {
		return nil, err
	}
	return s.parts(chosen, left)
}

// Shuffled returns all samples in a random order. The same seed gives the same one.
func (s *Set) Shuffled(seed uint64) (*Set, error) {
	return s.Subset(rand.New(rand.NewPCG(seed, 0)).Perm(s.Len()))
}

// stratify returns which samples are chosen and which are left, both in random order.
func (s *Set) stratify(operation string, n int, seed uint64) (chosen, left []int, err error) {
	if s == nil {
		return nil, nil, fmt.Errorf("data: %s: %w", operation, errNoSet)
	}
	if err := s.checkLabels(); err != nil {
		return nil, nil, fmt.Errorf("data: %s of %q: %w", operation, s.Name, err)
	}
	if s.Regression() {
		return nil, nil, fmt.Errorf("data: %s of %q: got targets, want labels", operation, s.Name)
	}
	if n < 1 || n > s.Len() {
		return nil, nil, fmt.Errorf("data: %s of %q: got %d samples to choose, want 1 to %d", operation, s.Name, n, s.Len())
	}
	chosen, left = stratify(s.Labels, n, seed)
	return chosen, left, nil
}

// stratify chooses n of the samples with some labels. Every class gets the whole part
// of its share, and the classes with the largest rest get one more, as seats are
// given to parties (Hamilton 1792).
func stratify(labels []int, n int, seed uint64) (chosen, left []int) {
	r := rand.New(rand.NewPCG(seed, 1)) // another stream than that of Split
	order := r.Perm(len(labels))
	counts := make(map[int]int)
	for _, label := range labels {
		counts[label]++
	}
	seats := share(counts, n, len(labels))
	for _, i := range order {
		if label := labels[i]; seats[label] > 0 {
			seats[label]--
			chosen = append(chosen, i)
		} else {
			left = append(left, i)
		}
	}
	return chosen, left
}

// share divides n among classes in the proportion of their counts, which sum to total.
func share(counts map[int]int, n, total int) map[int]int {
	seats, rests := make(map[int]int, len(counts)), make(map[int]int64, len(counts))
	given := 0
	for class, count := range counts {
		product := int64(n) * int64(count)
		seats[class], rests[class] = int(product/int64(total)), product%int64(total)
		given += seats[class]
	}
	classes := slices.SortedFunc(maps.Keys(counts), func(a, b int) int {
		return cmp.Or(cmp.Compare(rests[b], rests[a]), cmp.Compare(a, b))
	})
	for _, class := range classes[:n-given] {
		seats[class]++
	}
	return seats
}
