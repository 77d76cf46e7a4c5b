package lesion

import (
	"context"
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// Study is a trained network and the labelled data to measure it with.
//
// Every experiment stops soon after its context ends, with the context's error and
// what it has measured so far: then the measures are of fewer images, and say of how
// many. It fails if the network cannot take the data, or if the data is not a valid
// set with labels. Logits that are not finite count as an error.
type Study struct {
	Net  *models.Net
	Data *data.Set

	// TopK is the number of classes that the top-k error looks at. 0 means 5.
	TopK int

	// Transitions lets DeleteRandom and DeleteStages delete blocks that change the
	// shape. Their projections stay.
	Transitions bool

	// Batch is the number of samples per run. 0 means 64.
	Batch int

	// Threads is how many to use. 0 means all that Go may. The result does not
	// depend on it.
	Threads int

	// Memory bounds the bytes of activations, over all graphs that work at a time;
	// 0 means 1 GiB. With less there are fewer graphs, and smaller batches if one is
	// too large. The result does not depend on it.
	Memory int64
}

// DeleteEach deletes every block in turn, one at a time, and returns the
// network's error without it.
func (s Study) DeleteEach(ctx context.Context) (*Deletions, error) {
	if err := s.prepare(ctx, "DeleteEach"); err != nil {
		return nil, err
	}
	blocks := s.Net.Blocks()
	var each []arrangement
	for i := range blocks {
		each = append(each, without(len(blocks), []int{i}))
	}
	w := newSweep(s, "deleting blocks", each)
	err := w.run(ctx, "DeleteEach")
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	base := w.whole()
	d := &Deletions{
		Network: s.Net.Name(),
		Base:    base.Error, BaseTopK: base.TopK, Loss: base.Loss,
		Samples: base.Samples,
		Passes:  w.passes(w.computed),
	}
	for i, b := range blocks {
		if m := w.measureOf(i); m.Samples > 0 {
			d.Blocks = append(d.Blocks, Deletion{
				Block: i, Name: b.Name, Stage: b.Stage, Transition: b.Transition,
				Error: m.Error, TopK: m.TopK, Loss: m.Loss, Samples: m.Samples,
			})
		}
	}
	return d, err
}

// prepare fills in the defaults, or says what is wrong with the study.
func (s *Study) prepare(ctx context.Context, operation string) error {
	if err := s.check(); err != nil {
		return fmt.Errorf("lesion: %s: %w", operation, err)
	}
	if ctx == nil {
		return fmt.Errorf("lesion: %s: got no context, want one such as context.Background()", operation)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.Batch == 0 {
		s.Batch = 64
	}
	s.Batch = min(s.Batch, len(s.Data.Labels))
	if s.TopK == 0 {
		s.TopK = 5
	}
	if s.Memory == 0 {
		s.Memory = 1 << 30
	}
	return nil
}

func (s Study) check() error {
	if s.Net == nil {
		return errors.New("got no network")
	}
	if err := s.Net.Fits(s.Data); err != nil {
		return err
	}
	if err := s.Data.Validate(); err != nil {
		return err
	}
	switch {
	case s.Data.Regression():
		return errors.New("got a set with targets, want labels")
	case s.Data.Classes > s.Net.Outputs():
		return fmt.Errorf("got %d classes, want at most %d, as many as %s tells apart", s.Data.Classes, s.Net.Outputs(), s.Net.Name())
	case s.TopK < 0:
		return fmt.Errorf("got a top-k error of %d classes, want 0 (5 classes) or more", s.TopK)
	case s.Batch < 0:
		return fmt.Errorf("got batches of %d, want 0 (the default) or more", s.Batch)
	case s.Threads < 0:
		return fmt.Errorf("got %d threads, want 0 (all) or more", s.Threads)
	case s.Memory < 0:
		return fmt.Errorf("got a memory bound of %d bytes, want 0 (1 GiB) or more", s.Memory)
	}
	return nil
}
