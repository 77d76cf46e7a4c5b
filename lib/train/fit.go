package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// Fit trains net in place on samples with labels (cross-entropy) or targets (mean
// squared error) and returns what it measured on the way. The samples are a
// [data.Set], or come from files while the network trains, as those of a
// [data.Source]. Batches are prepared ahead of use.
//
// Same network, set and options: the same bits, whatever the number of threads.
//
// When ctx ends, Fit stops before the next step and returns the history so far
// with ctx's error; the network keeps what it has learned.
//
// A loss or a learning rate that is not finite ends the run with an error that
// names epoch and step, before the step changes anything, and for a loss the layer
// where the first number that is not finite came up. So does a parameter
// that a step has left not finite; the network is then useless and must be built
// anew.
//
// Fit trains nothing and returns an error for options, a set or a batch that the
// network cannot take. In particular, a network that comes down to one pixel
// cannot normalize a batch of one sample: if the set leaves one over for the last
// batch of an epoch, choose another [Options.Batch].
func Fit(ctx context.Context, net *models.Net, set data.Source, o Options) (*History, error) {
	return fit(ctx, net, set, o, (*run).save)
}

// fit trains from where begin has brought the run.
func fit(ctx context.Context, net *models.Net, set data.Source, o Options, begin func(*run) error) (*History, error) {
	o = o.withDefaults()
	if err := o.check(net, set); err != nil {
		return nil, err
	}
	if ctx == nil {
		return nil, errors.New("train: Fit: got no context, want one such as context.Background()")
	}
	if err := ctx.Err(); err != nil {
		return &History{Network: net.Name(), Samples: set.Len()}, err
	}
	r, err := newRun(net, set, o)
	if err != nil {
		return nil, err
	}
	if err := begin(r); err != nil {
		return nil, err
	}
	r.begin = time.Now()
	for err == nil && r.epoch() <= o.Epochs {
		err = r.pass(ctx)
	}
	return r.end(ctx, err)
}

// end closes the run. One that its context has stopped leaves a checkpoint, and
// the part of an epoch in the history.
func (r *run) end(ctx context.Context, err error) (*History, error) {
	if err != nil && errors.Is(err, ctx.Err()) {
		if fault := r.save(); fault != nil {
			err = errors.Join(err, fault)
		}
	}
	if r.history.Steps > 0 {
		r.depth.fold()
	}
	r.history.Time = r.elapsed()
	if r.sum.samples > 0 {
		r.close()
	}
	return r.history, err
}

// pass is one epoch, or what a checkpoint has left of it.
func (r *run) pass(ctx context.Context) error {
	batches := r.loader.Batches()
	done := r.history.Steps - (r.epoch()-1)*batches
	feed := r.loader.Feed(ctx, r.epoch()-1, done)
	defer feed.Stop()
	for i := done; i < batches; i++ {
		if err := r.step(ctx, feed); err != nil {
			return err
		}
		if i+1 < batches && r.o.Checkpoint.due(r.history.Steps, false) {
			if err := r.save(); err != nil {
				return err
			}
		}
	}
	if err := r.validate(ctx); err != nil {
		return err
	}
	r.close()
	if r.o.Checkpoint.due(r.history.Steps, true) || r.history.Steps == r.steps {
		return r.save()
	}
	return nil
}

// close books the epoch in the history.
func (r *run) close() {
	e := r.sum.epoch(r.rate, !r.facts.Regression())
	e.Validation = r.validation
	r.history.Epochs = append(r.history.Epochs, e)
	r.sum, r.validation = tally{}, nil
}

// step is one batch: forward, backward, update.
func (r *run) step(ctx context.Context, feed *data.Feed) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := r.load(feed); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("train: Fit: %w", err)
	}
	r.depth.open(r.machine.Blocks, r.history.Steps)
	if err := r.machine.Run(ctx); err != nil {
		return err
	}
	loss := r.machine.Loss()
	if !finite(loss) {
		return r.trouble("a loss of %v%s, want a finite one; the last learning rate was %.3g", loss, r.origin(ctx), r.rate)
	}
	if err := r.update(); err != nil {
		return err
	}
	return r.count(ctx, loss)
}

// origin says where the batch at hand first computed what is not finite.
func (r *run) origin(ctx context.Context) string {
	place, err := r.machine.FirstNotFinite(ctx)
	if err != nil || place == "" {
		return "" // the loss says enough
	}
	return " (not finite from " + place + " on)"
}

// update moves parameters and running statistics.
func (r *run) update() error {
	rate := r.warmUp.rate(r.o.Schedule.Rate(float64(r.history.Steps) / float64(max(r.steps-1, 1))))
	if !finite(rate) || rate < 0 {
		return r.trouble("a learning rate of %v from the schedule (%v), want a finite one of 0 or more", rate, r.o.Schedule)
	}
	if err := r.measureGradients(); err != nil {
		return err
	}
	r.rate = rate
	r.o.Solver.SetRate(rate)
	if err := r.o.Solver.Step(r.machine.Params()); err != nil {
		return err
	}
	r.machine.UpdateStatistics()
	if p := r.broken(); p != nil {
		return r.trouble("values in %s that are not finite, want finite ones; the learning rate was %.3g", p.Name, rate)
	}
	r.net.Constrain()
	return nil
}

// broken returns a parameter or statistic with values that are not finite. Where
// the solver has seen to the parameters, they are not looked at again.
func (r *run) broken() *nn.Param {
	solver, ok := r.o.Solver.(interface{ finite() bool })
	sound := ok && solver.finite()
	for _, p := range r.net.Params() {
		if !(p.Learned && sound) && !p.Finite() {
			return p
		}
	}
	return nil
}

// trouble is an error in the step at hand.
func (r *run) trouble(format string, args ...any) error {
	return fmt.Errorf("train: Fit: in epoch %d, step %d: got "+format, append([]any{r.epoch(), r.history.Steps + 1}, args...)...)
}

// load copies the samples of the next batch into the graph.
func (r *run) load(feed *data.Feed) error {
	batch, err := feed.Next()
	if err != nil {
		return err
	}
	r.batch = batch
	if err := r.machine.Load(r.batch.Images); err != nil {
		return err
	}
	if r.facts.Regression() {
		return r.machine.Targets(r.batch.Targets)
	}
	return r.machine.Labels(r.batch.Labels)
}

// count books a step and tells whoever listens.
func (r *run) count(ctx context.Context, loss float64) error {
	h, n := r.history, r.batch.N
	h.Steps++
	h.MACs += 3 * float64(r.net.MACs()-r.depth.spared()) * float64(n)
	r.sum.samples += n
	r.sum.loss += loss * float64(n)
	r.sum.gradient += r.gradient * float64(n)
	percent := math.NaN()
	if !r.facts.Regression() {
		wrong, err := r.wrong()
		if err != nil {
			return err
		}
		r.sum.wrong += wrong
		percent = 100 * float64(wrong) / float64(n)
	}
	r.warmUp.count(percent)
	// The last step of an epoch is reported with what the validation finds: behind
	// the last one of all, nobody listens any more.
	if r.loss = loss; r.o.Validate == nil || r.sum.samples < r.set.Len() {
		r.report(ctx, models.Evaluation{Loss: math.NaN(), Error: math.NaN()})
	}
	if r.o.Progress != nil {
		r.o.Progress(Progress{
			Step: h.Steps, Steps: r.steps, Epoch: r.epoch(), Epochs: r.o.Epochs,
			Loss: loss, Rate: r.rate,
		})
	}
	return nil
}

// wrong counts the misclassified samples of the batch just run.
func (r *run) wrong() (int, error) {
	n := r.net.Outputs()
	r.outputs = append(r.outputs[:0], make([]float32, r.batch.N*n)...)
	if err := r.machine.Read(r.outputs); err != nil {
		return 0, err
	}
	wrong := 0
	for i, label := range r.batch.Labels {
		if models.Top1(r.outputs[i*n:(i+1)*n]) != label {
			wrong++
		}
	}
	return wrong, nil
}
