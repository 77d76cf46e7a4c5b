package paths

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// Study is a trained network and the data to follow its paths with.
//
// Every experiment stops soon after its context ends, with the context's error and
// what it has measured so far. It fails if the network cannot take the data, if the
// data has neither labels nor targets, and for a network whose blocks have no shortcut,
// such as a plain one, which has a single path.
// The network is never changed: normalization goes by the running statistics.
type Study struct {
	Net  *models.Net
	Data *data.Set

	// Batch is the number of images that a gradient is of. 0 means 16.
	Batch int

	// Threads is how many to use. 0 means all that Go may. The result does not
	// depend on it.
	Threads int
}

// defaultBatch is as many images as the engine computes at a time.
const defaultBatch = 16

// prepare fills in the defaults, or says what is wrong with the study.
func (s *Study) prepare(ctx context.Context, operation string) error {
	if err := s.check(); err != nil {
		return fmt.Errorf("paths: %s: %w", operation, err)
	}
	if ctx == nil {
		return fmt.Errorf("paths: %s: got no context, want one such as context.Background()", operation)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.Batch == 0 {
		s.Batch = defaultBatch
	}
	s.Batch = min(s.Batch, s.Data.Len())
	if s.Threads == 0 {
		s.Threads = runtime.GOMAXPROCS(0)
	}
	return nil
}

func (s *Study) check() error {
	if s.Net == nil {
		return errors.New("got no network")
	}
	if err := s.Net.Fits(s.Data); err != nil {
		return err
	}
	if err := s.Data.Validate(); err != nil {
		return err
	}
	for _, b := range s.Net.Blocks() {
		if b.Plain() {
			return fmt.Errorf("got %s, whose block %s has no shortcut for a path to go around its branch, want a residual network", s.Net.Name(), b.Name)
		}
	}
	switch {
	case s.Data.Regression() && s.Data.TargetDim() != s.Net.Outputs():
		return fmt.Errorf("got %d target values per sample, want %d as %s has outputs", s.Data.TargetDim(), s.Net.Outputs(), s.Net.Name())
	case !s.Data.Regression() && s.Data.Classes > s.Net.Outputs():
		return fmt.Errorf("got %d classes, want at most %d, as many as %s tells apart", s.Data.Classes, s.Net.Outputs(), s.Net.Name())
	case s.Batch < 0:
		return fmt.Errorf("got batches of %d, want 0 (%d) or more", s.Batch, defaultBatch)
	case s.Threads < 0:
		return fmt.Errorf("got %d threads, want 0 (all) or more", s.Threads)
	}
	return nil
}

// loss is what a gradient is of.
func (s *Study) loss() models.Loss {
	if s.Data.Regression() {
		return models.SquaredError
	}
	return models.CrossEntropy
}

// compile builds a walker's graph. It may scale gradients on their way only where there
// is one.
func (s *Study) compile(operation string, loss models.Loss, threads int) (*models.Runner, error) {
	r, err := s.Net.Compile(nn.Options{
		Batch: s.Batch, Threads: threads,
		Training: true, Frozen: true, ByInput: true, Paths: true,
	}, loss)
	if err != nil {
		return nil, fmt.Errorf("paths: %s: %w", operation, err)
	}
	level := s.Net.Chain()
	for _, g := range r.Blocks {
		g.Level = level
	}
	return r, nil
}
