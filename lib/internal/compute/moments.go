package compute

import "fmt"

// Moments collects mean and variance per channel of a batch, while an operation
// writes it or in a pass of its own. The zero value is ready, and may be used
// for one batch after the other.
//
// # Why shifted sums
//
// E[x²] − E[x]² loses all digits where the mean is large against the deviation.
// Each part therefore sums differences from a value that is typical for it, in
// T and per lane while they are short, and turns them into a mean and a sum of
// squared differences from that mean, in float64. Those are merged exactly, by
// the formula of Chan, Golub and LeVeque (1983):
//
//	mean = Σ nᵢ·meanᵢ / n,   squares = Σ squaresᵢ + Σ nᵢ·(meanᵢ − mean)²
type Moments struct {
	shape         Shape
	counts        []float64 // per part: values in each channel
	mean, squares []float64 // per part and channel
}

// begin forgets what was collected and makes room for a batch that comes in
// parts.
func (m *Moments) begin(s Shape, parts int) {
	m.shape = s
	m.counts = sized(m.counts, parts)
	m.mean = sized(m.mean, parts*s.C)
	m.squares = sized(m.squares, parts*s.C)
	clear(m.counts)
}

// Result sets the mean and the biased variance of every channel, over the valid
// values of the batch.
func (m *Moments) Result(mean, variance []float64) {
	mustHold("Moments", "mean", mean, m.shape.C)
	mustHold("Moments", "variance", variance, m.shape.C)
	var count float64
	clear(mean)
	for i, n := range m.counts {
		count += n
		for c, v := range m.mean[i*len(mean):][:len(mean)] {
			mean[c] += n * v
		}
	}
	if want := float64(m.shape.N * m.shape.Pixels()); count != want {
		panic(fmt.Sprintf("compute: Moments: got %v values per channel, want %v", count, want))
	}
	for c := range mean {
		mean[c] /= count
	}
	clear(variance)
	for i, n := range m.counts {
		at := i * len(mean)
		for c, v := range m.mean[at:][:len(mean)] {
			d := v - mean[c]
			variance[c] += m.squares[at+c] + n*d*d
		}
	}
	for c := range variance {
		variance[c] /= count
	}
}
