package train

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
)

// gradientsTensor is where a checkpoint has the norms of gradients: the sum over the
// epoch that is not over, then the mean of each that is.
const gradientsTensor = "run.gradients"

// gradientNorm is the Euclidean norm of the gradient by all parameters together, as
// the loss has it: without weight decay. It adds in float64, in one order.
func gradientNorm(params []gorgonia.ValueGrad) (float64, error) {
	sum := 0.0
	for i, p := range params {
		grad, err := p.Grad()
		if err != nil {
			return 0, fmt.Errorf("train: gradient of %s: %w", nameOf(p, i), err)
		}
		switch values := grad.Data().(type) {
		case []float32:
			for _, g := range values {
				sum += float64(g) * float64(g)
			}
		case []float64:
			for _, g := range values {
				sum += g * g
			}
		}
	}
	return math.Sqrt(sum), nil
}

// measureGradients adds the norm of the step at hand to the epoch's, if that is wanted.
func (r *run) measureGradients() error {
	if !r.o.GradientNorms {
		return nil
	}
	norm, err := gradientNorm(r.machine.Params())
	r.gradient = norm
	return err
}

// gradients are what a checkpoint has of the norms.
func (r *run) gradients() safetensors.Tensor {
	all := []float64{r.sum.gradient}
	for _, e := range r.history.Epochs {
		all = append(all, e.GradientNorm)
	}
	return safetensors.Tensor{Name: gradientsTensor, Shape: []int{len(all)}, Data: all}
}

// setGradients puts them back into a history that has its epochs.
func (r *run) setGradients(all []float64) {
	if len(all) == 0 {
		return
	}
	r.sum.gradient = all[0]
	for i := range r.history.Epochs {
		r.history.Epochs[i].GradientNorm = all[1+i]
	}
}
