package data_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// colours is a set of two channels on different scales.
func colours(n int, offset float32) *data.Set {
	s := &data.Set{Shape: [3]int{2, 2, 3}, Classes: 1, Labels: make([]int, n)}
	for i := range n * 12 {
		v := float32(i%7) + offset
		if i/6%2 == 1 {
			v = 100*v + 3
		}
		s.Images = append(s.Images, v)
	}
	return s
}

// Behind it every channel of the training part has mean 0 and deviation 1, and the
// test part is moved by the same numbers.
func TestStandardizeChannels(t *testing.T) {
	d := &data.Split{Train: colours(20, 0), Test: colours(5, 0)}
	if err := d.StandardizeChannels(); err != nil {
		t.Fatal(err)
	}
	for c := range 2 {
		var sum, squares float64
		for i := range d.Train.Len() {
			for _, v := range d.Train.Image(i)[c*6 : c*6+6] {
				sum += float64(v)
				squares += float64(v) * float64(v)
			}
		}
		if mean, square := sum/120, squares/120; math.Abs(mean) > 1e-6 || math.Abs(square-1) > 1e-6 {
			t.Errorf("channel %d: got mean %v and mean square %v, want 0 and 1", c, mean, square)
		}
	}
	if !slices.Equal(d.Test.Images, d.Train.Images[:len(d.Test.Images)]) {
		t.Error("want equal samples of both parts to stay equal")
	}
}

func TestChannelsThatCannotBeStandardized(t *testing.T) {
	grey := colours(4, 0)
	for i := range 4 {
		copy(grey.Image(i)[6:], []float32{5, 5, 5, 5, 5, 5})
	}
	before := slices.Clone(grey.Images)
	tests := map[string]*data.Split{
		"got no set":                          {Train: colours(2, 0)},
		"got test samples of shape":           {Train: colours(2, 0), Test: sized(3)},
		"value 5 in every pixel of channel 1": {Train: grey, Test: colours(1, 0)},
	}
	for want, d := range tests {
		if err := d.StandardizeChannels(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
	if !slices.Equal(grey.Images, before) {
		t.Error("want nothing changed")
	}
	var none *data.Split
	if none.StandardizeChannels() == nil {
		t.Error("got no error from no split")
	}
}
