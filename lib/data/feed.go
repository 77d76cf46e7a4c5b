package data

import (
	"context"
	"fmt"
	"io"
)

// feedAhead is how many batches are prepared before they are asked for. One covers
// the time of a step; a second one covers a batch of large files.
const feedAhead = 2

// Feed hands out the batches of an epoch, prepared ahead of use: while a step
// computes, a goroutine loads the samples of the next ones. A source such as a
// [Folder] decodes with more goroutines than that one.
//
// Which samples are in a batch, and how they look, is settled before the first is
// loaded: preparing ahead changes no bit.
type Feed struct {
	ready   chan *Batch // loaded, in order; closed behind the last
	free    chan *Batch // whose buffers are to be used again
	lent    *Batch      // that the caller has
	fault   error       // why there are no more batches; to be read once ready is closed
	stop    context.CancelFunc
	stopped chan struct{}
}

// Feed starts to prepare the batches of an epoch, from the given one on, both
// counted from 0. Whoever starts a feed must see to it that ctx ends or Stop is
// called; its goroutine ends with either.
//
//	feed := loader.Feed(ctx, 0, 0)
//	defer feed.Stop()
//	for {
//		batch, err := feed.Next()
//		if err == io.EOF {
//			break
//		}
//		...
//	}
func (l Loader) Feed(ctx context.Context, epoch, first int) *Feed {
	if err := live(ctx); err != nil {
		return noFeed(fmt.Errorf("data: Feed: %w", err))
	}
	ctx, stop := context.WithCancel(ctx)
	const buffers = feedAhead + 1 // and the one that the caller has
	f := &Feed{
		ready: make(chan *Batch, buffers), free: make(chan *Batch, buffers),
		stop: stop, stopped: make(chan struct{}),
	}
	for range buffers {
		f.free <- &Batch{}
	}
	batches := l.Epoch(epoch)
	go f.prepare(ctx, l, epoch, batches[min(max(first, 0), len(batches)):])
	return f
}

// noFeed has no batches, and says why.
func noFeed(fault error) *Feed {
	f := &Feed{ready: make(chan *Batch), stopped: make(chan struct{}), stop: func() {}, fault: fault}
	close(f.ready)
	close(f.stopped)
	return f
}

// prepare loads batches while there are buffers to load them into.
func (f *Feed) prepare(ctx context.Context, l Loader, epoch int, batches [][]int) {
	defer close(f.stopped)
	defer close(f.ready)
	f.fault = io.EOF
	for _, indices := range batches {
		select {
		case <-ctx.Done():
			f.fault = ctx.Err()
			return
		case b := <-f.free:
			if err := l.load(ctx, b, epoch, indices); err != nil {
				f.fault = err
				return
			}
			f.ready <- b // has room for every buffer
		}
	}
}

// Next returns the next batch, which is the caller's until the call after. Behind
// the last one it returns io.EOF, and when the feed's context has ended its error.
func (f *Feed) Next() (*Batch, error) {
	if f.lent != nil {
		f.free <- f.lent
		f.lent = nil
	}
	b, ok := <-f.ready
	if !ok {
		return nil, f.fault
	}
	f.lent = b
	return b, nil
}

// Stop ends the feed and returns when its goroutine has.
func (f *Feed) Stop() {
	f.stop()
	<-f.stopped
}
