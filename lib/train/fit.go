package train

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// Fit trains net in place on a set with labels (cross-entropy) or targets (mean
// squared error) and returns what it measured on the way.
//
// Same network, set and options: the same bits, whatever the number of threads.
//
// When ctx ends, Fit stops before the next step and returns the history so far
// with ctx's error; the network keeps what it has learned. A loss that is not
// finite ends the run with an error that names epoch and step, and so does a set
// that the network cannot take.
func Fit(ctx context.Context, net *models.Net, set *data.Set, o Options) (*History, error) {
	o = o.withDefaults()
	if err := o.check(net, set); err != nil {
		return nil, err
	}
	r, err := newRun(net, set, o)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	for r.epoch = 1; r.epoch <= o.Epochs && err == nil; r.epoch++ {
		err = r.pass(ctx)
	}
	r.history.Time = time.Since(begin)
	return r.history, err
}

// run is the state of one call of Fit.
type run struct {
	net     *models.Net
	set     *data.Set
	o       Options
	machine *models.Runner
	rng     *rand.Rand
	history *History
	order   []int
	steps   int     // of the whole run
	epoch   int     // from 1
	rate    float64 // of the last step

	images, targets, outputs []float32
	labels                   []int
}

func newRun(net *models.Net, set *data.Set, o Options) (*run, error) {
	n := samples(set)
	o.Batch = min(o.Batch, n)
	loss := models.CrossEntropy
	if set.Targets != nil {
		loss = models.SquaredError
	}
	machine, err := net.Compile(nn.Options{Batch: o.Batch, Training: true, Threads: o.Threads}, loss)
	if err != nil {
		return nil, fmt.Errorf("train: Fit: %w", err)
	}
	r := &run{
		net: net, set: set, o: o, machine: machine,
		rng:     rand.New(rand.NewPCG(o.Seed, 0x747261696e)),
		history: &History{Network: net.Name()},
		order:   make([]int, n),
		steps:   o.Epochs * ((n + o.Batch - 1) / o.Batch),
	}
	for i := range r.order {
		r.order[i] = i
	}
	return r, nil
}

// pass is one epoch. A pass that is cut short leaves its part in the history.
func (r *run) pass(ctx context.Context) error {
	r.rng.Shuffle(len(r.order), func(i, j int) { r.order[i], r.order[j] = r.order[j], r.order[i] })
	var sum tally
	var err error
	for at := 0; at < len(r.order) && err == nil; at += r.o.Batch {
		err = r.step(ctx, r.order[at:min(at+r.o.Batch, len(r.order))], &sum)
	}
	if sum.samples > 0 {
		r.history.Epochs = append(r.history.Epochs, sum.epoch(r.rate, r.set.Targets == nil))
	}
	return err
}

// step is one batch: forward, backward, update.
func (r *run) step(ctx context.Context, batch []int, sum *tally) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := r.load(batch); err != nil {
		return fmt.Errorf("train: Fit: %w", err)
	}
	if err := r.machine.Run(ctx); err != nil {
		return err
	}
	loss := r.machine.Loss()
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return fmt.Errorf("train: Fit: got a loss of %v in epoch %d, step %d, want a finite one; the last learning rate was %.3g",
			loss, r.epoch, r.history.Steps+1, r.rate)
	}
	r.rate = r.o.Schedule.Rate(float64(r.history.Steps) / float64(max(r.steps-1, 1)))
	r.o.Solver.SetRate(r.rate)
	if err := r.o.Solver.Step(r.machine.Params()); err != nil {
		return err
	}
	r.machine.UpdateStatistics()
	r.net.Constrain()
	r.count(ctx, batch, loss, sum)
	return nil
}

// load gathers the batch's samples in their shuffled order.
func (r *run) load(batch []int) error {
	size := len(r.set.Images) / len(r.order)
	r.images = gather(r.images[:0], r.set.Images, batch, size)
	if err := r.machine.Load(r.images); err != nil {
		return err
	}
	if r.set.Targets != nil {
		r.targets = gather(r.targets[:0], r.set.Targets, batch, r.net.Outputs())
		return r.machine.Targets(r.targets)
	}
	r.labels = r.labels[:0]
	for _, i := range batch {
		r.labels = append(r.labels, r.set.Labels[i])
	}
	return r.machine.Labels(r.labels)
}

func gather(dst, src []float32, rows []int, size int) []float32 {
	for _, i := range rows {
		dst = append(dst, src[i*size:(i+1)*size]...)
	}
	return dst
}

// count books a step and tells whoever listens.
func (r *run) count(ctx context.Context, batch []int, loss float64, sum *tally) {
	h := r.history
	h.Steps++
	h.MACs += 3 * float64(r.net.MACs()) * float64(len(batch))
	sum.samples += len(batch)
	sum.loss += loss * float64(len(batch))
	if r.set.Targets == nil {
		sum.wrong += r.wrong(batch)
	}
	progress.Report(ctx, "training "+r.net.Name(), h.Steps, r.steps,
		map[string]float64{"loss": loss, "rate": r.rate})
	if r.o.Progress != nil {
		r.o.Progress(Progress{
			Step: h.Steps, Steps: r.steps, Epoch: r.epoch, Epochs: r.o.Epochs,
			Loss: loss, Rate: r.rate,
		})
	}
}

// wrong counts the misclassified samples of the batch just run.
func (r *run) wrong(batch []int) int {
	n := r.net.Outputs()
	r.outputs = append(r.outputs[:0], make([]float32, len(batch)*n)...)
	r.machine.Read(r.outputs)
	wrong := 0
	for i := range batch {
		if models.Top1(r.outputs[i*n:(i+1)*n]) != r.labels[i] {
			wrong++
		}
	}
	return wrong
}

// tally sums up an epoch.
type tally struct {
	samples, wrong int
	loss           float64
}

func (t tally) epoch(rate float64, classes bool) Epoch {
	e := Epoch{Loss: t.loss / float64(t.samples), Error: math.NaN(), Rate: rate}
	if classes {
		e.Error = 100 * float64(t.wrong) / float64(t.samples)
	}
	return e
}
