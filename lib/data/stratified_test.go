package data_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
)

// TestStratifiedKeepsTheShares: every class gets its share of n, rounded up or down,
// and no sample comes twice.
func TestStratifiedKeepsTheShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.SliceOfN(rapid.IntRange(0, 6), 2, 200).Draw(t, "labels")
		s := sized(len(labels))
		s.Labels, s.Classes = labels, 7
		for i := range s.Images {
			s.Images[i] = float32(i)
		}
		n := rapid.IntRange(1, len(labels)).Draw(t, "n")
		seed := rapid.Uint64().Draw(t, "seed")
		part, err := s.Stratified(n, seed)
		if err != nil {
			t.Fatal(err)
		}
		if part.Len() != n {
			t.Fatalf("got %d samples, want %d", part.Len(), n)
		}
		for class, count := range s.ClassCounts() {
			share := float64(n*count) / float64(len(labels))
			if got := float64(part.ClassCounts()[class]); math.Abs(got-share) >= 1 {
				t.Fatalf("class %d: got %v samples, want %v rounded up or down", class, got, share)
			}
		}
		seen := slices.Sorted(slices.Values(part.Images))
		if len(slices.Compact(seen)) != n {
			t.Fatal("got a sample twice")
		}
		again, _ := s.Stratified(n, seed)
		if !slices.Equal(again.Images, part.Images) {
			t.Fatal("got other samples from the same seed")
		}
	})
}

func TestStratifiedSplitUsesEverySampleOnce(t *testing.T) {
	s := data.Digits(1).Train
	for i := range s.Len() {
		s.Image(i)[0] = float32(i)
	}
	d, err := s.StratifiedSplit(1000, 5)
	if err != nil {
		t.Fatal(err)
	}
	var seen []int
	for _, part := range []*data.Set{d.Train, d.Test} {
		for i := range part.Len() {
			seen = append(seen, int(part.Image(i)[0]))
		}
	}
	slices.Sort(seen)
	for i, sample := range seen {
		if i != sample {
			t.Fatalf("got samples %v, want each once", seen)
		}
	}
	for class, count := range s.ClassCounts() {
		share := float64(count) * 1000 / float64(s.Len())
		if got := d.Train.ClassCounts()[class]; math.Abs(float64(got)-share) >= 1 {
			t.Errorf("class %d: got %d training samples, want %.1f rounded", class, got, share)
		}
	}
}

func TestShuffledIsSeeded(t *testing.T) {
	s := data.Digits(1).Test
	a, errA := s.Shuffled(1)
	b, errB := s.Shuffled(1)
	c, errC := s.Shuffled(2)
	if errA != nil || errB != nil || errC != nil {
		t.Fatal(errA, errB, errC)
	}
	if !slices.Equal(a.Images, b.Images) || slices.Equal(a.Labels, c.Labels) || !slices.Equal(a.ClassCounts(), s.ClassCounts()) {
		t.Error("want the same order from the same seed, another from another, and all samples")
	}
}

func TestWhatCannotBeStratified(t *testing.T) {
	targets, err := data.Crossing(4)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		set  *data.Set
		n    int
		want string
	}{
		{"none", sized(5), 0, "got 0 samples to choose, want 1 to 5"},
		{"too many", sized(5), 6, "got 6 samples to choose, want 1 to 5"},
		{"targets", targets, 2, "got targets, want labels"},
		{"wrong label", images(2, 0, 1, 2, 0), 2, "got label 2"},
		{"no set", nil, 1, "got no set"},
	}
	for _, tt := range tests {
		_, err := tt.set.Stratified(tt.n, 1)
		_, split := tt.set.StratifiedSplit(tt.n, 1)
		for _, err := range []error{err, split} {
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: got error %v, want one with %q", tt.name, err, tt.want)
			}
		}
	}
	if _, err := sized(5).StratifiedSplit(5, 1); err == nil || !strings.Contains(err.Error(), "at least 1 in each part") {
		t.Errorf("got error %v, want one that misses a test part", err)
	}
	if _, err := (*data.Set)(nil).Shuffled(1); err == nil {
		t.Error("got no error from no set")
	}
}
