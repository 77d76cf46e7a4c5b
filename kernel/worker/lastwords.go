package worker

import (
	"bytes"
	"sync"
	"time"
)

const (
	// evidence is how much is kept of what a worker wrote to descriptor 2.
	evidence = 64 << 10
	// doubt is when a worker is asked whether it lives that seems to die. One
	// that does dies at once, or has stopped to write down all its goroutines.
	doubt = 100 * time.Millisecond
)

// obituaries begin what the Go runtime says when it gives up.
var obituaries = []string{"fatal error: ", "panic: ", "runtime: ", "SIG", "unexpected fault address "}

// lastWords passes on what is written to descriptor 2 of a worker, and keeps
// back what the Go runtime says when it gives up: pages of goroutines, of which
// the cell's error tells the one line that matters. Text that only looked like
// it is passed on once the worker has shown that it lives.
type lastWords struct {
	deliver func(p []byte)
	lives   func() bool // waits for an answer of the worker, or its end

	mu    sync.Mutex
	held  []byte // what is kept back; nil: nothing is
	cause string // the first line of it that says why
}

// take takes what the worker wrote.
func (w *lastWords) take(p []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held == nil {
		start := obituary(p)
		if start > 0 {
			w.deliver(p[:start])
		}
		if p = p[start:]; len(p) == 0 {
			return
		}
		time.AfterFunc(doubt, w.settle)
	}
	w.held = append(w.held, p...)
	if w.cause == "" {
		w.cause = causeIn(w.held)
	}
	if over := len(w.held) - evidence; over > 0 {
		w.held = append([]byte(nil), w.held[over:]...)
	}
}

// obituary returns where last words begin in p, at the beginning of a line or
// of a write; its length if they do not.
func obituary(p []byte) int {
	for start := 0; start < len(p); {
		for _, o := range obituaries {
			if bytes.HasPrefix(p[start:], []byte(o)) {
				return start
			}
		}
		end := bytes.IndexByte(p[start:], '\n')
		if end < 0 {
			break
		}
		start += end + 1
	}
	return len(p)
}

// settle passes on what was kept back, if the worker lives.
func (w *lastWords) settle() {
	if w.String() == "" || !w.lives() {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held != nil {
		w.deliver(w.held)
		w.held, w.cause = nil, ""
	}
}

// String returns the last words.
func (w *lastWords) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.held)
}

// line returns the line that says why; empty if there is none.
func (w *lastWords) line() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cause
}

// causeIn returns the line of last words that says why, if it is whole. What
// begins with "runtime: " only leads up to it.
func causeIn(text []byte) string {
	for l := range bytes.Lines(text) {
		for _, o := range []string{"fatal error: ", "panic: ", "SIG", "unexpected fault address "} {
			if bytes.HasPrefix(l, []byte(o)) && bytes.HasSuffix(l, []byte("\n")) {
				return string(bytes.TrimSpace(l))
			}
		}
	}
	return ""
}
