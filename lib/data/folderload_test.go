package data_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"github.com/unravel-go/unravel/lib/data"
)

// TestLooksDependOnSeedEpochAndSampleAlone, not on the batch or the threads.
func TestLooksDependOnSeedEpochAndSampleAlone(t *testing.T) {
	dir := albums(t, 5)
	look := data.Look{Augment: data.Augment{Flip: true}, Seed: 3, Epoch: 2}
	load := func(threads int, look data.Look, indices ...int) []float32 {
		var b data.Batch
		f := open(t, dir, data.FolderOptions{Size: 6, RandomCrop: true, Threads: threads})
		if err := f.Load(context.Background(), &b, indices, look); err != nil {
			t.Fatal(err)
		}
		return b.Images
	}
	all := load(1, look, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	if got := load(7, look, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9); !slices.Equal(got, all) {
		t.Error("got other samples with other threads")
	}
	const size = 3 * 6 * 6
	if got := load(2, look, 7, 4); !slices.Equal(got[:size], all[7*size:8*size]) || !slices.Equal(got[size:], all[4*size:5*size]) {
		t.Error("got other samples in another batch")
	}
	for _, other := range []data.Look{{Augment: look.Augment, Seed: 3, Epoch: 3}, {Augment: look.Augment, Seed: 4, Epoch: 2}} {
		if slices.Equal(load(1, other, 0, 1, 2, 3), all[:4*size]) {
			t.Errorf("got the same samples with %+v", other)
		}
	}
}

// TestFolderFeeds: a feed over a folder hands out what its set has, without leaving
// goroutines.
func TestFolderFeeds(t *testing.T) {
	defer goleak.VerifyNone(t)
	f := open(t, albums(t, 5), data.FolderOptions{Size: 4})
	s, err := f.Set(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	a := data.Loader{Set: f, Size: 3, Seed: 1}.Feed(context.Background(), 0, 0)
	defer a.Stop()
	b := data.Loader{Set: s, Size: 3, Seed: 1}.Feed(context.Background(), 0, 0)
	defer b.Stop()
	for {
		got, errA := a.Next()
		want, errB := b.Next()
		if errA == io.EOF && errB == io.EOF {
			break
		}
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if !slices.Equal(got.Images, want.Images) || !slices.Equal(got.Labels, want.Labels) {
			t.Fatal("got another batch from the folder than from its set")
		}
	}
}

func TestFolderStopsWithItsContext(t *testing.T) {
	f := open(t, albums(t, 2), data.FolderOptions{Size: 2})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.Set(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Set: got error %v, want that of the context", err)
	}
	if _, err := data.OpenFolder(ctx, t.TempDir(), data.FolderOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("OpenFolder: got error %v, want that of the context", err)
	}
}
