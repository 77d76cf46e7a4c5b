package compute

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestAxis compares segments with the definition, position by position and tap by
// tap, both ways.
func TestAxis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Steps{
			Stride:   rapid.IntRange(1, 9).Draw(t, "stride"),
			Pad:      rapid.IntRange(0, 9).Draw(t, "pad"),
			Dilation: rapid.IntRange(1, 9).Draw(t, "dilation"),
		}
		kernel := rapid.IntRange(1, 7).Draw(t, "kernel")
		least := max(1, s.Span(kernel)-2*s.Pad)
		a := axisOf(rapid.IntRange(least, least+30).Draw(t, "in"), kernel, s)
		into, from := make([][]reach, a.out), make([][]reach, a.in)
		for k := range a.kernel { // in the order of taps, both ways
			for o := range a.out {
				if i := a.source(o, k); i >= 0 && i < a.in {
					into[o] = append(into[o], reach{k, i})
					from[i] = append(from[i], reach{k, o})
				}
			}
		}
		mustBeCutInto(t, "forward", a.forward(), into)
		mustBeCutInto(t, "backward", a.backward(), from)
	})
}

// mustBeCutInto fails unless segments have the wanted taps at every position.
func mustBeCutInto(t *rapid.T, name string, s segmenting, want [][]reach) {
	t.Helper()
	got, size := make([][]reach, len(want)), 0
	for _, segment := range s.segments() {
		size += 1 + len(segment.taps)
		for i := range segment.count {
			for _, tap := range segment.taps {
				at := segment.first + i*segment.step
				got[at] = append(got[at], reach{tap.tap, tap.source + i*segment.advance})
			}
		}
	}
	for at := range want {
		if !slices.Equal(got[at], want[at]) {
			t.Fatalf("%s: position %d of %d: got taps %v, want %v", name, at, len(want), got[at], want[at])
		}
	}
	if s.size() != size {
		t.Errorf("%s: got size %d, want %d", name, s.size(), size)
	}
}
