package train

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
)

// Checkpoint says where and how often a run writes down what [Resume] needs to go
// on: parameters and running statistics, the solver's moments, the place in the
// run, and the history so far. The file is of the safetensors format and holds all
// of them, so that they always belong to the same step.
//
// [Fit] writes it before the first step, after every so many steps, at the end,
// and when its context ends. A new file takes the old one's place in one step: a
// process that is killed, at whatever moment, leaves the old one or the new one,
// whole.
//
// A checkpoint is not the network's file: write that with [models.Net.Save].
type Checkpoint struct {
	Path  string // of the file; empty means no checkpoints
	Every int    // steps; 0 means one checkpoint at the end of each epoch
}

// check returns what is wrong with a checkpoint for a solver.
func (c Checkpoint) check(s Solver) error {
	_, keeps := s.(Keeper)
	own, known := s.(pattern)
	switch {
	case c.Every < 0:
		return fmt.Errorf("got a checkpoint every %d steps, want 0 (each epoch) or more", c.Every)
	case c.Path == "" && c.Every > 0:
		return errors.New("got a checkpoint without a path, want that of a file")
	case c.Path != "" && !keeps:
		return fmt.Errorf("got a checkpoint of the solver %T, want *train.SGD, *train.Adam or another train.Keeper, whose moments a file can hold", s)
	case c.Path != "" && known && !isNil(s) && !own.fresh():
		return fmt.Errorf("got a checkpoint of a %T that has made steps before, want a fresh one", s)
	}
	return nil
}

// due reports whether a checkpoint is to be written behind a step. At the end of
// an epoch that is asked once, when the epoch has come into the history.
func (c Checkpoint) due(step int, epochEnds bool) bool {
	if c.Every == 0 {
		return epochEnds
	}
	return step%c.Every == 0
}

// recipeKey begins the names of what a checkpoint says of the run's options.
const recipeKey = "unravel.training."

// save writes the checkpoint, if there is to be one.
func (r *run) save() error {
	path := r.o.Checkpoint.Path
	if path == "" {
		return nil
	}
	if err := safetensors.WriteFile(path, r.recipe, r.tensors()); err != nil {
		return fmt.Errorf("train: Fit: checkpoint: %w", err)
	}
	return nil
}

// recipeOf is all that decides how a run goes besides the parameters that it
// starts from. The number of threads does not.
func recipeOf(r *run) map[string]string {
	solver := ""
	if k, ok := r.o.Solver.(Keeper); ok {
		solver = k.Recipe()
	}
	recipe := map[string]string{"format": "unravel training"}
	for name, value := range map[string]any{
		"network":         r.net.Name(),
		"network options": networkOptions(r.net.Config()),
		"set":             r.set.Fingerprint(),
		"epochs":          r.o.Epochs,
		"batch":           r.o.Batch,
		"seed":            r.o.Seed,
		"schedule":        rates(r.o.Schedule),
		"warm-up":         fmt.Sprintf("%+v", r.o.WarmUp),
		"augmentation":    r.o.Augment,
		"solver":          solver,
		"smoothing":       r.o.Smoothing,
		"depth":           depthOf(r.o),
		"gradients":       gradientsOf(r.o),
		"noise":           r.o.Noise,
		"statistics":      statisticsOf(r.o),
	} {
		recipe[recipeKey+name] = fmt.Sprint(value)
	}
	return recipe
}

// statisticsOf says what normalizations go by, nothing for the batch's statistics: so have
// checkpoints that were written before there was a choice.
func statisticsOf(o Options) string {
	if o.Frozen {
		return "frozen"
	}
	return ""
}

// networkOptions lists what a network was built with and its name does not say, such as a
// rate of dropout: options that are zero are left out, and so is the seed, since a run
// goes on from the parameters in the checkpoint.
func networkOptions(c models.Config) string {
	var set []string
	c.Seed = 0
	for field, value := range reflect.ValueOf(c).Fields() {
		if !value.IsZero() {
			set = append(set, fmt.Sprintf("%s: %#v", field.Name, value))
		}
	}
	return strings.Join(set, ", ")
}

// gradientsOf says whether the norms of gradients are a part of the run.
func gradientsOf(o Options) string {
	if o.GradientNorms {
		return "measured"
	}
	return ""
}

// depthOf describes what is drawn for each batch, by nothing if nothing is.
func depthOf(o Options) string {
	if o.Depth == nil {
		return ""
	}
	return o.Depth.String()
}

// rates describes a schedule by some of its rates, whatever its type.
func rates(s Schedule) string {
	const points = 16
	var b strings.Builder
	fmt.Fprintf(&b, "%v:", s)
	for i := range points + 1 {
		fmt.Fprintf(&b, " %g", s.Rate(float64(i)/points))
	}
	return b.String()
}
