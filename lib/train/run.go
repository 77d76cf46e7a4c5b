package train

import (
	"fmt"
	"math"
	"time"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// run is the state of one call of Fit.
type run struct {
	net      *models.Net
	set      data.Source
	facts    data.Facts // of the set
	o        Options
	recipe   map[string]string // nil without checkpoints
	machine  *models.Runner
	loader   data.Loader
	history  *History // of the epochs that are over
	sum      tally    // of the epoch that is not
	steps    int      // of the whole run
	rate     float64  // of the last step
	loss     float64  // of the last batch
	gradient float64  // its norm, if it is measured
	warmUp   *warmUp
	depth    *lottery // nil if all blocks take part in each batch
	begin    time.Time
	spent    time.Duration // before begin, up to the checkpoint

	validation *models.Evaluation // of the epoch that is about to close

	batch   *data.Batch
	outputs []float32
}

// epoch is the one in progress, from 1.
func (r *run) epoch() int { return len(r.history.Epochs) + 1 }

// elapsed is the time of the whole run so far.
func (r *run) elapsed() time.Duration {
	if r.begin.IsZero() {
		return r.spent
	}
	return r.spent + time.Since(r.begin)
}

func newRun(net *models.Net, set data.Source, o Options) (*run, error) {
	o.Batch = min(o.Batch, set.Len())
	depth, err := newLottery(o.Depth, net, o.Seed)
	if err != nil {
		return nil, fmt.Errorf("train: Fit: %w", err)
	}
	machine, err := compile(net, set.Facts(), o, depth)
	if err != nil {
		return nil, fmt.Errorf("train: Fit: %w", err)
	}
	for _, n := range []int{o.Batch, lastBatch(set.Len(), o.Batch)} {
		if err := machine.CheckBatch(n); err != nil {
			return nil, fmt.Errorf("train: Fit: %w", err)
		}
	}
	loader := data.Loader{Set: set, Size: o.Batch, Seed: o.Seed, Augment: o.Augment}
	r := &run{
		net: net, set: set, facts: set.Facts(), o: o, machine: machine, loader: loader,
		history: &History{Network: net.Name(), Samples: set.Len()},
		steps:   o.Epochs * loader.Batches(),
		warmUp:  newWarmUp(o.WarmUp),
		depth:   depth,
	}
	if o.Checkpoint.Path != "" {
		r.recipe = recipeOf(r)
	}
	return r, nil
}

// compile builds the graph with the loss that the samples and the options ask for.
func compile(net *models.Net, set data.Facts, o Options, depth *lottery) (*models.Runner, error) {
	objective := models.Objective{
		Loss: models.CrossEntropy, Smoothing: o.Smoothing,
		Noise: models.Noise{Normal: o.Noise.Normal, Uniform: o.Noise.Uniform, DropPath: depth.dropPath()},
	}
	if set.Regression() {
		objective.Loss = models.SquaredError
	}
	graph := nn.Options{Batch: o.Batch, Training: true, Frozen: o.Frozen, Threads: o.Threads, Seed: o.Seed}
	return net.CompileObjective(graph, objective)
}

// lastBatch is the size of an epoch's last batch.
func lastBatch(samples, size int) int { return (samples-1)%size + 1 }

// tally sums up an epoch.
type tally struct {
	samples, wrong int
	loss           float64
	gradient       float64 // sum of norms
}

func (t tally) epoch(rate float64, classes bool) Epoch {
	e := Epoch{Loss: t.loss / float64(t.samples), Error: math.NaN(), Rate: rate, Samples: t.samples, GradientNorm: t.gradient / float64(t.samples)}
	if classes {
		e.Error = 100 * float64(t.wrong) / float64(t.samples)
	}
	return e
}
