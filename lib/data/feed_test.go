package data_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
)

// counting is a set whose sample i shows the value i in every pixel.
func counting(n int) *data.Set {
	s := &data.Set{Name: "numbered", Shape: [3]int{1, 3, 3}, Classes: n}
	for i := range n {
		s.Images = append(s.Images, slices.Repeat([]float32{float32(i)}, 9)...)
		s.Labels = append(s.Labels, i)
	}
	return s
}

// TestFeedIsTheLoader: a feed hands out what one gets by loading batch after batch,
// to the bit, from wherever it begins.
func TestFeedIsTheLoader(t *testing.T) {
	defer goleak.VerifyNone(t)
	rapid.Check(t, func(t *rapid.T) {
		l := data.Loader{
			Set:     counting(rapid.IntRange(1, 60).Draw(t, "samples")),
			Size:    rapid.IntRange(1, 20).Draw(t, "batch"),
			Seed:    rapid.Uint64().Draw(t, "seed"),
			Augment: data.Augment{Pad: rapid.IntRange(0, 2).Draw(t, "pad"), Flip: true},
		}
		epoch := rapid.IntRange(0, 9).Draw(t, "epoch")
		batches := l.Epoch(epoch)
		first := rapid.IntRange(0, len(batches)).Draw(t, "first")
		feed := l.Feed(context.Background(), epoch, first)
		defer feed.Stop()
		for _, indices := range batches[first:] {
			var want data.Batch
			if err := l.Load(&want, epoch, indices); err != nil {
				t.Fatal(err)
			}
			got, err := feed.Next()
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Labels, want.Labels) || !slices.Equal(got.Images, want.Images) || got.N != want.N {
				t.Fatalf("got labels %v, want %v, or images that differ", got.Labels, want.Labels)
			}
		}
		if _, err := feed.Next(); err != io.EOF {
			t.Fatalf("got error %v behind the last batch, want io.EOF", err)
		}
	})
}

// slow is a source that loads only when it is let.
type slow struct {
	*data.Set
	let chan struct{}
}

func (s slow) Load(ctx context.Context, b *data.Batch, indices []int, look data.Look) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.let:
		return s.Set.Load(ctx, b, indices, look)
	}
}

// TestFeedStopsWithItsContext in the middle of a batch, and leaves no goroutine,
// whether or not anybody asks for another batch.
func TestFeedStopsWithItsContext(t *testing.T) {
	defer goleak.VerifyNone(t)
	ctx, cancel := context.WithCancel(context.Background())
	let := make(chan struct{}, 1)
	l := data.Loader{Set: slow{counting(10), let}, Size: 1}
	feed, unread := l.Feed(ctx, 0, 0), l.Feed(ctx, 1, 0)
	defer unread.Stop()
	cancel()
	for {
		if _, err := feed.Next(); err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v, want that of the context", err)
			}
			return
		}
	}
}

// TestFeedPreparesAhead: a few batches are loaded although none was taken.
func TestFeedPreparesAhead(t *testing.T) {
	defer goleak.VerifyNone(t)
	let := make(chan struct{})
	l := data.Loader{Set: slow{counting(10), let}, Size: 1}
	feed := l.Feed(context.Background(), 0, 0)
	for range 3 {
		let <- struct{}{} // received by Load alone
	}
	for range 3 {
		if _, err := feed.Next(); err != nil {
			t.Fatal(err)
		}
	}
	feed.Stop()
	if _, err := feed.Next(); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v from a stopped feed, want one that says so", err)
	}
}

// TestFeedUsesItsBuffersAgain: however long the epoch is, three batches are in memory.
func TestFeedUsesItsBuffersAgain(t *testing.T) {
	defer goleak.VerifyNone(t)
	feed := data.Loader{Set: counting(90), Size: 3}.Feed(context.Background(), 0, 0)
	defer feed.Stop()
	seen := make(map[*float32]bool)
	for {
		b, err := feed.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		seen[&b.Images[0]] = true
	}
	if len(seen) > 3 {
		t.Errorf("got %d buffers for 30 batches, want 3", len(seen))
	}
}

// TestNothingBeginsWithoutAContext, and nothing panics.
func TestNothingBeginsWithoutAContext(t *testing.T) {
	var none context.Context
	s := counting(3)
	feed := data.Loader{Set: s}.Feed(none, 0, 0)
	defer feed.Stop()
	_, next := feed.Next()
	_, cifar := data.CIFAR10(none, t.TempDir(), data.Options{})
	_, folder := data.OpenFolder(none, t.TempDir(), data.FolderOptions{})
	for name, err := range map[string]error{"Feed": next, "Load": s.Load(none, &data.Batch{}, nil, data.Look{}), "CIFAR10": cifar, "OpenFolder": folder} {
		if err == nil || !strings.Contains(err.Error(), "got no context") {
			t.Errorf("%s: got error %v, want one that misses the context", name, err)
		}
	}
}

func TestFeedReportsWhatCannotBeLoaded(t *testing.T) {
	bad := counting(4)
	bad.Labels = bad.Labels[:3]
	for _, l := range []data.Loader{{Set: bad}, {Set: counting(4), Augment: data.Augment{Pad: -1}}} {
		feed := l.Feed(context.Background(), 0, 0)
		if _, err := feed.Next(); err == nil || err == io.EOF {
			t.Errorf("got error %v, want one that names the trouble", err)
		}
		feed.Stop()
	}
	feed := data.Loader{}.Feed(context.Background(), 0, 0)
	defer feed.Stop()
	if _, err := feed.Next(); err != io.EOF {
		t.Errorf("got error %v without a set, want io.EOF", err)
	}
}
