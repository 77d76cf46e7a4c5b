package models

import (
	"errors"

	"github.com/unravel-go/unravel/lib/nn"
)

// Net is a network: a stem, stages of blocks, and a head. Networks of vectors
// have blocks only.
//
// A Net is learned in place by package train. Reading one (predicting,
// evaluating, deleting blocks for a study) never changes it; several goroutines
// may read at once, but not while one trains.
type Net struct {
	name   string
	family family
	config Config
	stem   *stem
	stages []Stage
	head   *head
	params []*nn.Param
	macs   int64
	column int               // of a fractal network, alone; 0: all
	notes  map[string]string // of the file that it was loaded from
}

// check returns an error for a network that no function of this package made.
func (n *Net) check() error {
	if n == nil || len(n.stages) == 0 {
		return errors.New("models: got no network, want one from a function such as ResNet, Plain or LMResNet")
	}
	return nil
}

// Name is the family with its size, such as ResNet-110.
func (n *Net) Name() string { return n.name }

// Config returns the configuration with every default filled in.
func (n *Net) Config() Config { return n.config }

// Stages returns the stages in order.
func (n *Net) Stages() []Stage { return n.stages }

// Blocks returns the blocks of all stages in order.
func (n *Net) Blocks() []*Block {
	var all []*Block
	for _, s := range n.stages {
		all = append(all, s.Blocks...)
	}
	return all
}

// Params returns everything the network keeps, learned parameters and running
// statistics, in the order of making and under torch's names.
func (n *Net) Params() []*nn.Param { return n.params }

// NumParams counts the learned numbers: weights, normalization weights and
// biases, and coefficients k; not the running statistics.
func (n *Net) NumParams() int {
	sum := 0
	for _, p := range n.params {
		if p.Learned {
			sum += p.Len()
		}
	}
	return sum
}

// MACs counts the multiply-accumulates of one sample's forward pass in
// convolutions (taps on the padding included) and linear layers.
func (n *Net) MACs() int64 { return n.macs }

// Outputs is the number of values that the network computes for a sample.
func (n *Net) Outputs() int {
	if n.head != nil {
		return n.config.Classes
	}
	return n.config.Input[0]
}

// Constrain brings the parameters back to where the configuration wants them:
// it enforces the Lipschitz bound of [Dense] branches. Training calls it after
// each step.
func (n *Net) Constrain() {
	for _, s := range n.stages {
		for _, b := range s.Blocks {
			if c, ok := b.update.(constrained); ok {
				c.constrain()
			}
		}
	}
}
