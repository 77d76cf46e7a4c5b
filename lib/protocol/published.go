package protocol

import "fmt"

// The published figures that the report has beside ours, with whose they are. What
// is not known for certain is not here.

// publishedDepth is the test error of a ResNet in percent (He et al. 2016a,
// whose networks have the original order of normalization and ReLU).
func publishedDepth(depth int) string {
	for _, row := range []struct {
		depth int
		err   float64
	}{{20, 8.75}, {32, 7.51}, {44, 7.17}, {56, 6.97}, {110, 6.43}} {
		if row.depth == depth {
			return fmt.Sprintf("%.2f (He et al.)", row.err)
		}
	}
	return ""
}

const (
	publishedWhole      = "6.10 (Veit et al., ResNet-110)"
	publishedEffective  = "5.96 (Veit et al., ResNet-110)"
	publishedStochastic = "5.25 (Huang et al., ResNet-110)"
	publishedControl    = "90, which is chance (Veit et al.)"
	publishedSmooth     = "grows smoothly (Veit et al.)"
	publishedDecay      = "exponential decay (Veit et al.)"
	publishedLengths    = "5 to 17 of 54 (Veit et al.)"
	publishedShare      = "0.45 (Veit et al.)"
)
