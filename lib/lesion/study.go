package lesion

import (
	"context"
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// Study is a trained network and the labelled data to measure it with.
type Study struct {
	Net  *models.Net
	Data *data.Set

	// Batch is the number of samples per run. 0 means 64.
	Batch int

	// Threads is how many to use. 0 means all that Go may. The result does not
	// depend on it.
	Threads int
}

// DeleteEach deletes every block in turn, one at a time, and returns the
// network's error without it.
//
// It stops soon after ctx ends, with ctx's error. It fails if the network cannot
// take the data, or if the data is not a valid set with labels. Logits that are not
// finite count as an error.
func (s Study) DeleteEach(ctx context.Context) (*Deletions, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if ctx == nil {
		return nil, errors.New("lesion: DeleteEach: got no context, want one such as context.Background()")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.Batch == 0 {
		s.Batch = 64
	}
	s.Batch = min(s.Batch, len(s.Data.Labels))
	r, err := s.Net.Compile(nn.Options{Batch: s.Batch, Threads: s.Threads, Holds: true}, models.NoLoss)
	if err != nil {
		return nil, fmt.Errorf("lesion: DeleteEach: %w", err)
	}
	w := &sweep{
		study:  s,
		runner: r,
		meters: make([]models.Meter, len(r.Blocks)+1),
		passes: (len(s.Data.Labels) + s.Batch - 1) / s.Batch,
	}
	for at := 0; at < len(s.Data.Labels); at += s.Batch {
		if err := w.batch(ctx, at, min(at+s.Batch, len(s.Data.Labels))); err != nil {
			return nil, err
		}
	}
	return w.result(), nil
}

func (s Study) check() error {
	if s.Net == nil {
		return errors.New("lesion: DeleteEach: got no network")
	}
	if err := s.Net.Fits(s.Data); err != nil {
		return fmt.Errorf("lesion: DeleteEach: %w", err)
	}
	if err := s.Data.Validate(); err != nil {
		return fmt.Errorf("lesion: DeleteEach: %w", err)
	}
	switch {
	case s.Data.Regression():
		return errors.New("lesion: DeleteEach: got a set with targets, want labels")
	case s.Data.Classes > s.Net.Outputs():
		return fmt.Errorf("lesion: DeleteEach: got %d classes, want at most %d, as many as %s tells apart", s.Data.Classes, s.Net.Outputs(), s.Net.Name())
	case s.Batch < 0:
		return fmt.Errorf("lesion: DeleteEach: got batches of %d, want 0 (the default) or more", s.Batch)
	case s.Threads < 0:
		return fmt.Errorf("lesion: DeleteEach: got %d threads, want 0 (all) or more", s.Threads)
	}
	return nil
}

// sweep deletes every block for one batch after another.
type sweep struct {
	study  Study
	runner *models.Runner
	meters []models.Meter // one per deleted block, and the whole network's
	passes int            // whole passes, one per batch
	runs   int
	logits []float32
}

// batch measures the samples [at, end) with the network whole and without each
// block, the last block first.
func (w *sweep) batch(ctx context.Context, at, end int) error {
	set, r := w.study.Data, w.runner
	size := len(set.Images) / len(set.Labels)
	if err := r.Load(set.Images[at*size : end*size]); err != nil {
		return err
	}
	labels := set.Labels[at:end]
	w.release()
	if err := w.run(ctx, labels, len(r.Blocks)); err != nil {
		return err
	}
	r.Stem.Held = true
	for _, g := range r.Blocks {
		g.Held = true
	}
	for i := len(r.Blocks) - 1; i >= 0; i-- {
		g := r.Blocks[i]
		g.Held, g.Deleted = false, true
		if err := w.run(ctx, labels, i); err != nil {
			return err
		}
		g.Deleted = false
	}
	return nil
}

func (w *sweep) release() {
	w.runner.Stem.Held = false
	for _, g := range w.runner.Blocks {
		g.Held, g.Deleted = false, false
	}
}

// run computes the batch as the gates stand and books it under a meter.
func (w *sweep) run(ctx context.Context, labels []int, meter int) error {
	if err := w.runner.Run(ctx); err != nil {
		return err
	}
	n := w.study.Net.Outputs()
	w.logits = append(w.logits[:0], make([]float32, len(labels)*n)...)
	if err := w.runner.Read(w.logits); err != nil {
		return err
	}
	for i, l := range labels {
		w.meters[meter].Add(w.logits[i*n:(i+1)*n], l)
	}
	w.runs++
	progress.Report(ctx, "deleting blocks of "+w.study.Net.Name(), w.runs, w.passes*len(w.meters), nil)
	return nil
}

func (w *sweep) result() *Deletions {
	blocks := w.study.Net.Blocks()
	base := w.meters[len(blocks)].Evaluation()
	d := &Deletions{
		Network: w.study.Net.Name(),
		Base:    base.Error,
		Samples: base.Samples,
		Loss:    base.Loss,
	}
	computed := 0
	for i, b := range blocks {
		e := w.meters[i].Evaluation()
		d.Blocks = append(d.Blocks, Deletion{
			Block: i, Name: b.Name, Stage: b.Stage, Transition: b.Transition,
			Error: e.Error, Loss: e.Loss,
		})
		computed += w.runner.Blocks[i].Evaluations
	}
	d.Passes = float64(computed) / float64(len(blocks)*w.passes)
	return d
}
