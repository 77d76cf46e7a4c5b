package data_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// TestPaddedSamplesBeginAsTheyWere, and go on with zeros.
func TestPaddedSamplesBeginAsTheyWere(t *testing.T) {
	plane, err := data.Circles(9, 0.1, 1)
	if err != nil {
		t.Fatal(err)
	}
	digits := data.Digits(1).Test
	for _, set := range []*data.Set{plane, digits} {
		wide, err := set.Padded(4)
		if err != nil {
			t.Fatal(err)
		}
		if err := wide.Validate(); err != nil {
			t.Fatal(err)
		}
		if wide.Shape != [3]int{4, set.Shape[1], set.Shape[2]} || wide.Len() != set.Len() || !slices.Equal(wide.Labels, set.Labels) {
			t.Errorf("%s: got %d samples of %v", set.Name, wide.Len(), wide.Shape)
		}
		for i := range set.Len() {
			head, tail := wide.Image(i)[:set.Size()], wide.Image(i)[set.Size():]
			if !slices.Equal(head, set.Image(i)) || slices.ContainsFunc(tail, func(v float32) bool { return v != 0 }) {
				t.Errorf("%s: sample %d is %v, want %v and zeros", set.Name, i, wide.Image(i), set.Image(i))
			}
		}
	}
	if same, err := plane.Padded(2); err != nil || !slices.Equal(same.Images, plane.Images) {
		t.Errorf("got %v, %v, want the same samples", same, err)
	}
}

func TestPaddedRefuses(t *testing.T) {
	plane, err := data.Circles(9, 0.1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, channels := range []int{1, 0, -1, math.MaxInt} {
		if _, err := plane.Padded(channels); err == nil || !strings.Contains(err.Error(), "channels for circles of 2, want 2 to 4096") {
			t.Errorf("%d channels: got error %v", channels, err)
		}
	}
	if _, err := (*data.Set)(nil).Padded(2); err == nil || !strings.Contains(err.Error(), "got no set") {
		t.Errorf("no set: got error %v", err)
	}
}
