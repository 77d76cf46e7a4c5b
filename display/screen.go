package display

import (
	"crypto/rand"
	"sync"
	"time"
)

// Screen shows values on a sink. Its methods may be called from any goroutine.
type Screen struct {
	sink Sink
	now  func() time.Time

	mu    sync.Mutex
	tasks map[string]*Progress // of Report, by task
}

// NewScreen returns a screen that shows values on s.
func NewScreen(s Sink) *Screen { return &Screen{sink: s, now: time.Now} }

// Show shows v and returns a handle by which it can be replaced.
func (s *Screen) Show(v any) *Handle {
	h := &Handle{ID: rand.Text(), sink: s.sink}
	s.sink.Display(forms(v), nil, h.ID)
	return h
}

// Clear empties the output so far: at once, or, if wait is set, when the next
// output arrives, which keeps an animation from flickering.
func (s *Screen) Clear(wait bool) { s.sink.Clear(wait) }

// Progress shows a bar for a task of total steps and returns what moves it. A
// total below 1 means unknown: the bar counts.
func (s *Screen) Progress(title string, total int) *Progress {
	p := newProgress(s.sink, s.now, title)
	p.report(0, total, nil)
	return p
}

// Report moves the bar of a task, which appears with its first report and is
// done when done reaches total. It has the shape in which compiled code
// reports how far it is, without knowing of this package.
func (s *Screen) Report(task string, done, total int, metrics map[string]float64) {
	p := s.task(task, done)
	p.report(done, total, metrics)
	if total > 0 && done >= total {
		p.Done()
	}
}

// task returns the bar of a task. A task that was done and starts again gets a
// bar of its own: the old one is the record of what happened.
func (s *Screen) task(task string, done int) *Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.tasks[task]; p != nil && !p.over(done) {
		return p
	}
	if s.tasks == nil {
		s.tasks = map[string]*Progress{}
	}
	p := newProgress(s.sink, s.now, task)
	s.tasks[task] = p
	return p
}

// Handle names a value that was shown.
type Handle struct {
	ID   string // the display id
	sink Sink
}

// Update replaces the value wherever it is shown.
func (h *Handle) Update(v any) { h.sink.Update(forms(v), nil, h.ID) }

// forms returns the bundle of a value that is shown on purpose: nothing is
// then shown as nothing.
func forms(v any) Bundle {
	if b := Render(v); b != nil {
		return b
	}
	return Bundle{textPlain: ""}
}
