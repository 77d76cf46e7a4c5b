package train

import (
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// Options says how to train. The zero value is a recipe that suits residual
// networks on small images, except for Epochs, which is required.
type Options struct {
	// Epochs is the number of passes over the set.
	Epochs int

	// Batch is the number of samples per step. 0 means 64. The last batch of an
	// epoch may be smaller; it counts exactly for what it is.
	Batch int

	// Augment changes training images at random, anew in each epoch. Zero means not
	// to.
	Augment data.Augment

	// Schedule is the learning rate over the run. Nil means OneCycle with a peak
	// of 0.1. A rate that is negative or not finite ends the run with an error.
	Schedule Schedule

	// WarmUp holds the rate down at the beginning. Zero means not to.
	WarmUp WarmUp

	// Momentum is Nesterov's, for the default solver. 0 means 0.9; negative
	// means none.
	Momentum float64

	// WeightDecay acts on every learned parameter, for the default solver. 0
	// means 1e-4; negative means none.
	WeightDecay float64

	// Smoothing is the probability with which labels are taken for drawn from all
	// classes alike (Szegedy et al. 2016), from 0 (none, the default) to 1. The
	// losses that a run reports are then those of the smoothed labels.
	Smoothing float64

	// Depth draws the blocks that take part in each batch. Nil means all of them.
	Depth Depth

	// Noise is added to the state behind each block. Zero means none.
	Noise Noise

	// Frozen has normalizations go by their running statistics, which stay as they are: for a
	// network that goes on from what it has learned on other data. Parameters are held by
	// [nn.Param.Learned].
	Frozen bool

	// Solver updates the parameters. Nil means SGD with the fields above; a
	// solver given here must be fresh, for it keeps moments.
	Solver Solver

	// Seed draws the order of the samples and their augmentation, anew in each
	// epoch, the blocks of [Options.Depth] and the random numbers of layers such as
	// dropout.
	Seed uint64

	// Threads is how many to use. 0 means all that Go may. The result does not
	// depend on it.
	Threads int

	// Validate, if not nil, is a set that the network is evaluated on at the end of
	// each epoch: see [Epoch.Validation]. It has no influence on the training.
	Validate *data.Set

	// GradientNorms adds the norm of the gradient to the history: see
	// [Epoch.GradientNorm]. It takes one more pass over all gradients in each step.
	GradientNorms bool

	// Checkpoint says where to write down what Resume goes on from. Zero means
	// nowhere.
	Checkpoint Checkpoint

	// Progress, if not nil, is called after each step, on the goroutine that
	// called Fit.
	Progress func(Progress)
}

// Progress is how far a run has come.
type Progress struct {
	Step, Steps   int     // done, and of the whole run
	Epoch, Epochs int     // the current one, from 1, and of the whole run
	Loss          float64 // of the last batch
	Rate          float64 // learning rate of the last step
}

func (o Options) withDefaults() Options {
	if o.Batch == 0 {
		o.Batch = 64
	}
	if o.Schedule == nil {
		o.Schedule = OneCycle{}
	}
	if o.Solver == nil {
		momentum := max(orDefault(o.Momentum, 0.9), 0)
		o.Solver = &SGD{
			Momentum: momentum,
			Nesterov: momentum > 0,
			threads:  max(o.Threads, 0),
			Decay:    max(orDefault(o.WeightDecay, 1e-4), 0),
		}
	}
	return o
}

// check returns what is wrong with options that have their defaults.
func (o Options) check(net *models.Net, set data.Source) error {
	if net == nil {
		return errors.New("train: Fit: got no network")
	}
	if err := fits(net, set); err != nil {
		return fmt.Errorf("train: Fit: %w", err)
	}
	facts := set.Facts()
	if err := o.Augment.Check(facts.Shape); err != nil {
		return fmt.Errorf("train: Fit: %w", err)
	}
	if o.Validate != nil {
		if err := validates(net, facts, o.Validate); err != nil {
			return fmt.Errorf("train: Fit: Validate: %w", err)
		}
	}
	if err := o.Checkpoint.check(o.Solver); err != nil {
		return fmt.Errorf("train: Fit: %w", err)
	}
	if err := o.checkNumbers(set.Len()); err != nil {
		return err
	}
	switch {
	case o.Smoothing > 0 && facts.Regression():
		return fmt.Errorf("train: Fit: got a label smoothing of %v for targets, want one for labels", o.Smoothing)
	case isNil(o.Solver):
		return fmt.Errorf("train: Fit: got a nil %T, want a solver or no interface value at all", o.Solver)
	case isNil(o.Schedule):
		return fmt.Errorf("train: Fit: got a nil %T, want a schedule or no interface value at all", o.Schedule)
	case facts.Regression() && facts.TargetDim != net.Outputs():
		return fmt.Errorf("train: Fit: got %d target values for each sample, want %d, as many as %s computes", facts.TargetDim, net.Outputs(), net.Name())
	case facts.Classes > net.Outputs():
		return fmt.Errorf("train: Fit: got %d classes, want at most %d, as many as %s tells apart", facts.Classes, net.Outputs(), net.Name())
	}
	return nil
}

// checkNumbers returns which number makes no sense, for a set of so many samples.
func (o Options) checkNumbers(samples int) error {
	switch {
	case o.Epochs < 1:
		return fmt.Errorf("train: Fit: got %d epochs, want at least 1", o.Epochs)
	case o.Batch < 1:
		return fmt.Errorf("train: Fit: got batches of %d, want at least 1", o.Batch)
	case o.Epochs > math.MaxInt/batchesOf(samples, o.Batch):
		return fmt.Errorf("train: Fit: got %d epochs of %d steps, want at most %d steps in all", o.Epochs, batchesOf(samples, o.Batch), math.MaxInt)
	case !(o.WarmUp.Rate >= 0) || math.IsInf(o.WarmUp.Rate, 1):
		return fmt.Errorf("train: Fit: got a warm-up at a rate of %v, want a finite one of 0 or more", o.WarmUp.Rate)
	case o.WarmUp.Steps < 0:
		return fmt.Errorf("train: Fit: got a warm-up of %d steps, want 0 (none) or more", o.WarmUp.Steps)
	case !(o.WarmUp.Below >= 0 && o.WarmUp.Below <= 100):
		return fmt.Errorf("train: Fit: got a warm-up until the error is below %v %%, want 0 (whatever it is) to 100", o.WarmUp.Below)
	case !finite(o.Momentum) || o.Momentum >= 1:
		return fmt.Errorf("train: Fit: got momentum %v, want one below 1", o.Momentum)
	case !finite(o.WeightDecay):
		return fmt.Errorf("train: Fit: got weight decay %v, want a finite one", o.WeightDecay)
	case !(o.Smoothing >= 0 && o.Smoothing <= 1):
		return fmt.Errorf("train: Fit: got a label smoothing of %v, want one from 0 to 1", o.Smoothing)
	case o.Threads < 0:
		return fmt.Errorf("train: Fit: got %d threads, want 0 (all) or more", o.Threads)
	}
	return nil
}

func batchesOf(samples, size int) int { return (samples-1)/size + 1 }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// isNil reports whether an interface holds a nil pointer.
func isNil(v any) bool {
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.Pointer && r.IsNil()
}
