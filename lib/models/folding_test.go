package models

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// Prediction, which folds normalizations into convolutions, is what the same network
// computes with every normalization by itself: in a graph for paths, which goes by
// running statistics too, draws nothing and folds nothing. Of every family, also when
// parameters and statistics have moved since.
func TestPredictionIsTheUnfoldedNetwork(t *testing.T) {
	eachFamily(t, func(t *testing.T, net *Net) {
		folded := graph(t, net, nn.Options{})
		apart := graph(t, net, nn.Options{Training: true, Frozen: true, ByInput: true, Paths: true})
		for range 3 {
			got, want := result(t, net, folded, 5)[""], result(t, net, apart, 5)[""]
			for i, w := range want {
				if math.Abs(got[i]-w) > 1e-6*(1+math.Abs(w)) {
					t.Fatalf("got %v at %d, want %v", got[i], i, w)
				}
			}
			unsettle(t, net)
		}
	})
}
