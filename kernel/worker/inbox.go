package worker

import "sync"

// inbox holds the frames of a worker until they have been dealt with, in order.
// It does not bound them: the worker sends no more output than it was told is
// welcome, and answers to questions pass the inbox by.
type inbox struct {
	mu     sync.Mutex
	change sync.Cond
	frames []frame
	closed bool
}

func newInbox() *inbox {
	b := &inbox{}
	b.change.L = &b.mu
	return b
}

func (b *inbox) put(f frame) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.frames = append(b.frames, f)
	b.change.Signal()
}

// take waits for frames and returns all there are; none at the end.
func (b *inbox) take() []frame {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.frames) == 0 && !b.closed {
		b.change.Wait()
	}
	frames := b.frames
	b.frames = nil
	return frames
}

// close ends the inbox: nothing more will come.
func (b *inbox) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.change.Broadcast()
}
