package train_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// streamed is a source that is no *data.Set. It fails at a sample if told to.
type streamed struct {
	set   *data.Set
	fault int // the sample that cannot be read, 0 for none
}

func (s streamed) Len() int            { return s.set.Len() }
func (s streamed) Facts() data.Facts   { return s.set.Facts() }
func (s streamed) Validate() error     { return s.set.Validate() }
func (s streamed) Fingerprint() string { return s.set.Fingerprint() }

func (s streamed) Load(ctx context.Context, b *data.Batch, indices []int, look data.Look) error {
	if s.fault > 0 && slices.Contains(indices, s.fault) {
		return errors.New("no such file")
	}
	return s.set.Load(ctx, b, indices, look)
}

// TestAStreamTrainsLikeASet: where the samples come from changes no bit.
func TestAStreamTrainsLikeASet(t *testing.T) {
	set := some(t, 40)
	o := train.Options{Epochs: 2, Batch: 12, Seed: 3, Augment: data.Augment{Pad: 1, Flip: true}}
	a, b := small(t, 2), small(t, 2)
	for net, source := range map[*models.Net]data.Source{a: set, b: streamed{set: set}} {
		if _, err := train.Fit(context.Background(), net, source, o); err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range a.Params() {
		if !slices.Equal(p.Float64s(), b.Params()[i].Float64s()) {
			t.Fatalf("got other values in %s from a stream than from a set, want the same bits", p.Name)
		}
	}
}

func TestAStreamThatEndsTheRun(t *testing.T) {
	set := some(t, 20)
	h, err := train.Fit(context.Background(), small(t, 2), streamed{set, 7}, train.Options{Epochs: 1, Batch: 4})
	if err == nil || !strings.Contains(err.Error(), "train: Fit: no such file") {
		t.Errorf("got error %v, want that of the source", err)
	}
	if h == nil {
		t.Error("got no history, want that of the steps before")
	}
	wide := &data.Set{Name: "wide", Shape: [3]int{1, 1, 2}, Images: make([]float32, 2), Labels: []int{0}, Classes: 1}
	for name, source := range map[string]data.Source{"nil": nil, "nil set": (*data.Set)(nil), "shape": streamed{set: wide}} {
		if _, err := train.Fit(context.Background(), small(t, 2), source, train.Options{Epochs: 1}); err == nil {
			t.Errorf("%s: got no error, want one", name)
		}
	}
}

// TestNoRunLeavesAGoroutine, whether it ends or is stopped in the middle of an epoch.
func TestNoRunLeavesAGoroutine(t *testing.T) {
	net, set := small(t, 2), some(t, 40)
	fit := func(ctx context.Context, o train.Options) error {
		_, err := train.Fit(ctx, net, set, o)
		return err
	}
	if err := fit(context.Background(), train.Options{Epochs: 1}); err != nil {
		t.Fatal(err)
	}
	// What the engine keeps for the next run it has by now.
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	ctx, cancel := context.WithCancel(context.Background())
	o := train.Options{Epochs: 2, Batch: 4, Progress: func(p train.Progress) {
		if p.Step == 3 {
			cancel()
		}
	}}
	if err := fit(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that of the context", err)
	}
	o.Progress = nil
	if err := fit(context.Background(), o); err != nil {
		t.Error(err)
	}
}
