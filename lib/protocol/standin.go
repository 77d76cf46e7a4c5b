package protocol

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/unravel-go/unravel/lib/data"
)

// StandIn writes a small data set in the files of CIFAR-10 into a folder: as many
// handwritten digits as asked for, for training and for the test, enlarged to
// 32×32, each in a colour of its own. What runs on CIFAR-10 runs on it, in seconds;
// what it measures there is of digits.
//
// It returns an error for fewer than 5 or more than 1297 training images, for fewer
// than 1 or more than 500 test images, and if files cannot be written.
func StandIn(dir string, training, test int, seed uint64) error {
	digits := data.Digits(seed)
	if training < 5 || training > digits.Train.Len() || test < 1 || test > digits.Test.Len() {
		return fmt.Errorf("protocol: StandIn: got %d training and %d test images, want 5 to %d and 1 to %d",
			training, test, digits.Train.Len(), digits.Test.Len())
	}
	black, white := slices.Min(digits.Train.Images), slices.Max(digits.Train.Images)
	random := rand.New(rand.NewPCG(seed, 32))
	coloured := func(from *data.Set, n int) *data.Set {
		to := &data.Set{Name: "stand-in", Shape: [3]int{3, 32, 32}, Classes: 10, Labels: from.Labels[:n]}
		for i := range n {
			for range 3 {
				to.Images = enlarged(to.Images, from.Image(i), black, white, 0.25+0.75*random.Float32())
			}
		}
		return to
	}
	return data.WriteCIFAR10(dir, &data.Split{Train: coloured(digits.Train, training), Test: coloured(digits.Test, test)})
}

// enlarged appends a channel of 32×32 with a digit of 8×8, as bright as shade at its
// brightest.
func enlarged(channel, digit []float32, black, white, shade float32) []float32 {
	for y := range 32 {
		for x := range 32 {
			v := (digit[y/4*8+x/4] - black) / (white - black)
			channel = append(channel, min(max(v, 0), 1)*shade)
		}
	}
	return channel
}
