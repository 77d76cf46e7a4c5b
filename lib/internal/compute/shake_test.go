package compute

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestShake checks that the shares of an image add up to it, and that one number
// goes for the whole of it, or of its batch.
func TestShake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, r, p := drawShape(t), drawn(t), drawPool(t, 2)
		a, b := newBatch[float64](r, s), newBatch[float64](r, s)
		random, whole := Random{Seed: r.Uint64()}, rapid.Bool().Draw(t, "whole")
		y, first, second := dirty[float64](s.Len()), dirty[float64](s.Len()), dirty[float64](s.Len())
		Shake(p, random, s, whole, y, a.blocked, b.blocked)
		ShakeShare(p, random, s, whole, false, first, a.blocked)
		ShakeShare(p, random, s, whole, true, second, b.blocked)
		mixed, one, other := unpacked(s, y), unpacked(s, first), unpacked(s, second)
		for n := range s.N {
			at := n * s.Features()
			share := one[at] / a.plain[at]
			if !(share >= 0 && share < 1) {
				t.Fatalf("image %d: got a share of %v, want one from 0 to below 1", n, share)
			}
			if firstShare := one[0] / a.plain[0]; whole && math.Abs(share-firstShare) > 1e-12 {
				t.Fatalf("image %d: got a share of %v, want the batch's %v", n, share, firstShare)
			}
			for i := at; i < at+s.Features(); i++ {
				if math.Abs(one[i]-share*a.plain[i]) > 1e-12 || math.Abs(other[i]-(1-share)*b.plain[i]) > 1e-12 {
					t.Fatalf("image %d: got shares %v and %v of %v and %v, want %v and the rest", n, one[i], other[i], a.plain[i], b.plain[i], share)
				}
				if math.Abs(mixed[i]-one[i]-other[i]) > 1e-12 {
					t.Fatalf("image %d: got %v, want %v + %v", n, mixed[i], one[i], other[i])
				}
			}
		}
		Shake(p, random, s, whole, a.blocked, a.blocked, b.blocked)
		mustBeSame(t, "y in place of a", a.blocked, y)
	})
}

// TestShakeShares checks that the shares are uniform, each image's by itself.
func TestShakeShares(t *testing.T) {
	s := Shape{draws, 1, 1, 1}
	x, y := make([]float32, s.Len()), dirty[float32](s.Len())
	fill(x, 1)
	ShakeShare(newPool(2), Random{Seed: 1}, s, false, false, y, x)
	mean, variance, _, correlation := statistics(y, 1)
	sigma := math.Sqrt(1. / 12 / draws)
	if math.Abs(mean-0.5) > 5*sigma || math.Abs(variance*12-1) > 0.05 || math.Abs(correlation) > fiveSigma {
		t.Errorf("got mean %v, variance %v and correlation %v, want 1/2, 1/12 and 0", mean, variance, correlation)
	}
}
