package compute

import (
	"math"
	"math/bits"
	"testing"
)

// draws is the length of the streams that the tests look at. Statistics of n
// independent draws deviate by 1/√n; five of those are allowed.
const draws = 1 << 18

var fiveSigma = 5 / math.Sqrt(draws)

// TestRandomBits checks that every bit is set half of the time, and that a
// neighbouring position, seed, operation or run flips it half of the time.
func TestRandomBits(t *testing.T) {
	base := Random{1, 2, 3}
	neighbours := []struct {
		name string
		at   func(i uint64) uint64
	}{
		{"position", func(i uint64) uint64 { return base.stream().at(i + 1) }},
		{"seed", func(i uint64) uint64 { return Random{2, 2, 3}.stream().at(i) }},
		{"operation", func(i uint64) uint64 { return Random{1, 3, 3}.stream().at(i) }},
		{"run", func(i uint64) uint64 { return Random{1, 2, 4}.stream().at(i) }},
		{"operation and run exchanged", func(i uint64) uint64 { return Random{1, 3, 2}.stream().at(i) }},
		{"nothing", func(uint64) uint64 { return 0 }},
	}
	for _, tt := range neighbours {
		t.Run(tt.name, func(t *testing.T) {
			var ones [64]float64
			for i := range uint64(draws) {
				for z := base.stream().at(i) ^ tt.at(i); z != 0; z &= z - 1 {
					ones[bits.TrailingZeros64(z)]++
				}
			}
			for bit, n := range ones {
				if got := 2*n/draws - 1; math.Abs(got) > fiveSigma {
					t.Errorf("bit %d: got a correlation of %v, want 0 ± %v", bit, got, fiveSigma)
				}
			}
		})
	}
}

// TestRandomPairs counts pairs of bytes of neighbouring positions: χ² of 65,536
// cells has mean 65,535 and deviation 362.
func TestRandomPairs(t *testing.T) {
	const cells = 1 << 16
	var counts [cells]float64
	s := Random{Seed: 7}.stream()
	for i := range uint64(8 * cells) {
		counts[s.at(i)>>56<<8|s.at(i+1)>>56]++
	}
	var chi float64
	for _, n := range counts {
		chi += (n - 8) * (n - 8) / 8
	}
	if want, deviation := float64(cells-1), math.Sqrt(2*(cells-1)); math.Abs(chi-want) > 5*deviation {
		t.Errorf("got χ² = %v, want %v ± %v", chi, want, 5*deviation)
	}
}

// statistics returns the mean, the variance, the fourth central moment over the
// square of the variance, and the correlation at a distance.
func statistics(x []float32, distance int) (mean, variance, kurtosis, correlation float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += float64(v) / n
	}
	var fourth float64
	for i, v := range x {
		d := float64(v) - mean
		variance += d * d / n
		fourth += d * d * d * d / n
		correlation += d * (float64(x[(i+distance)%len(x)]) - mean) / n
	}
	return mean, variance, fourth / (variance * variance), correlation / variance
}
