package paths

import (
	"math"
	"slices"
)

// Gradients is how large the gradient is that reaches the input along paths of each
// length (Veit et al. 2016, figure 6b).
type Gradients struct {
	Network string
	Blocks  int // n, the length of the longest path
	Images  int // that a gradient is of
	Seed    uint64
	Norms   []Norms // from the shortest paths; lengths that nothing was measured of are left out
}

// Norms is the norms of the gradients along some paths of one length: Euclidean, of
// all values of a batch. A norm through fifty branches is 10⁻³⁰ or so, and
// through a thousand no number of a float64, so logarithms are kept.
type Norms struct {
	Length int       // blocks whose branch the paths take
	Logs   []float64 // natural logarithms in the order of the draws; −Inf for a norm of 0, or too small for the network's numbers
}

// LogMean is the natural logarithm of the mean norm.
func (n Norms) LogMean() float64 {
	return logSum(n.Logs) - math.Log(float64(len(n.Logs)))
}

// Deviation is the standard deviation of the logarithms of the norms: how much paths
// of one length differ. NaN for fewer than two, or if a norm is 0.
func (n Norms) Deviation() float64 {
	if len(n.Logs) < 2 {
		return math.NaN()
	}
	mean := 0.0
	for _, l := range n.Logs {
		mean += l / float64(len(n.Logs))
	}
	square := 0.0
	for _, l := range n.Logs {
		square += (l - mean) * (l - mean)
	}
	return math.Sqrt(square / float64(len(n.Logs)-1))
}

// logSum is ln Σ exp(logs), with the largest term taken out so that none is too
// small or too large for a float64.
func logSum(logs []float64) float64 {
	if len(logs) == 0 {
		return math.Inf(-1)
	}
	top := slices.Max(logs)
	if math.IsInf(top, -1) {
		return top
	}
	sum := 0.0
	for _, l := range logs {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum)
}
