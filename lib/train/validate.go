package train

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
)

// validate evaluates the network at the end of an epoch.
func (r *run) validate(ctx context.Context) error {
	if r.o.Validate == nil {
		return nil
	}
	defer r.depth.fold()()
	eval, err := r.net.EvaluateWith(ctx, r.o.Validate, r.o.Threads)
	if err != nil {
		return err
	}
	r.validation = &eval
	r.report(ctx, eval)
	return nil
}

// report tells whoever listens of the last step, and of the validation if there was
// one.
func (r *run) report(ctx context.Context, validation models.Evaluation) {
	listen := progress.From(ctx)
	if listen == nil {
		return
	}
	metrics := map[string]float64{"loss": r.loss, "rate": r.rate}
	if r.o.GradientNorms {
		metrics["gradient norm"] = r.gradient
	}
	if !math.IsNaN(validation.Loss) {
		metrics["validation loss"] = validation.Loss
	}
	if !math.IsNaN(validation.Error) {
		metrics["validation error %"] = validation.Error
	}
	listen("training "+r.net.Name(), r.history.Steps, r.steps, metrics)
}

// validates returns why a network that is trained on one set cannot be evaluated
// on another.
func validates(net *models.Net, set data.Facts, other *data.Set) error {
	if err := net.Fits(other); err != nil {
		return err
	}
	if err := other.Validate(); err != nil {
		return err
	}
	switch {
	case other.Regression() != set.Regression():
		return errors.New("got labels in one set and targets in the other, want the same in both")
	case other.Regression() && other.TargetDim() != net.Outputs():
		return fmt.Errorf("got %d target values for each sample, want %d", other.TargetDim(), net.Outputs())
	case other.Classes > net.Outputs():
		return fmt.Errorf("got %d classes, want at most %d", other.Classes, net.Outputs())
	}
	return nil
}
