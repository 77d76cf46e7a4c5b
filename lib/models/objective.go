package models

import (
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
)

// Loss is what a runner for training minimizes.
type Loss int

// The losses.
const (
	NoLoss       Loss = iota // outputs only
	CrossEntropy             // of logits against labels
	SquaredError             // mean squared error of outputs against targets
)

// Objective is what a graph for training minimizes, the noise that it does so under,
// and what is left to look at.
type Objective struct {
	Loss      Loss
	Smoothing float64 // of the labels of CrossEntropy: see [nn.Builder.SmoothCrossEntropy]
	Noise     Noise
	States    bool // keep the state behind each block: see [Runner.States]
}

// check returns what is wrong with an objective for a network.
func (j Objective) check(n *Net) error {
	switch {
	case j.Loss < NoLoss || j.Loss > SquaredError:
		return errors.New("got an unknown loss")
	case j.Loss != CrossEntropy && j.Smoothing != 0:
		return fmt.Errorf("got a label smoothing of %v without CrossEntropy, want none", j.Smoothing)
	}
	return j.Noise.check(n)
}

// loss adds the loss of the outputs, nil for none.
func (j Objective) loss(b *nn.Builder, out nn.Node) *nn.Scalar {
	switch {
	case j.Loss == CrossEntropy && j.Smoothing != 0:
		return b.SmoothCrossEntropy(out, j.Smoothing)
	case j.Loss == CrossEntropy:
		return b.CrossEntropy(out)
	case j.Loss == SquaredError:
		return b.SquaredError(out)
	}
	return nil
}
