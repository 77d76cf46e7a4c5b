package interpreter

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unravel-go/unravel/display"
)

// run is one execution of a cell.
type run struct {
	session *Session
	src     *source
	out     Output
	screen  *display.Screen
	ctx     context.Context // ctx of the cell
	cancel  context.CancelFunc
	asked   context.Context // of Eval

	cause    atomic.Pointer[halt] // why it must stop
	stop     chan struct{}        // closed when cause is set
	stopOnce sync.Once
	dead     atomic.Bool // abandoned: nobody waits for it

	mu     sync.Mutex
	ended  bool   // Eval takes no failure any more
	failed *Error // of a goroutine

	// Of the goroutine that runs the cell, and of Eval after it.
	result   []any // of the last expression
	at       place // the statement that runs
	deferred []func()
	executed []step
}

// listener is the key under which ctx carries who wants to hear of progress.
// The type is anonymous so that compiled packages can name it without
// importing anything.
type listener = struct{ Progress string }

// grace is how long a halted cell may take to end before it is left alone.
const grace = 2 * time.Second

func (s *Session) newRun(ctx context.Context, cell Cell, out Output) *run {
	r := &run{
		session: s, src: &source{cell.Number, cell.Code},
		asked: ctx, out: out, screen: display.NewScreen(out), stop: make(chan struct{}),
	}
	// What a cell starts may outlive it: only an interrupt ends its ctx.
	r.ctx, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	r.ctx = context.WithValue(r.ctx, listener{"unravel"}, r.screen.Report)
	return r
}

// halt stops the cell and everything that it started.
func (r *run) halt(h *halt) {
	if !r.cause.CompareAndSwap(nil, h) {
		return
	}
	r.stopOnce.Do(func() { close(r.stop) })
	r.cancel()
	r.session.brake.set(func(b *brake) { b.halt = true })
}

// fail lets the cell end with what a goroutine of it panicked with. It reports
// false if the cell has ended.
func (r *run) fail(e *Error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return false
	}
	if r.failed == nil {
		r.failed = e
	}
	return true
}

// end returns the failure of a goroutine, if there was any, and lets none
// follow.
func (r *run) end() *Error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	return r.failed
}

func (r *run) halted() *halt { return r.cause.Load() }

// Eval implements [Interpreter].
func (s *Session) Eval(ctx context.Context, cell Cell, out Output) (display.Bundle, error) {
	s.running.Lock()
	defer s.running.Unlock()
	defer s.publish()
	if ctx.Err() != nil {
		return nil, &Error{Name: Interrupted, Value: "interrupted before it ran", Traceback: []string{"interrupted before it ran"}}
	}
	r := s.newRun(ctx, cell, out)
	s.current.Store(r)
	s.brake.set(func(b *brake) { b.halt = false })
	s.streams.in.drop()

	c, wrong := s.compile(r.src)
	if wrong != nil {
		return nil, wrong
	}
	for _, note := range c.notes {
		out.Stderr([]byte(note + "\n"))
	}
	if len(c.steps) == 0 {
		return nil, nil
	}
	wrong = s.execute(ctx, r, c)
	for _, st := range r.executed {
		s.commit(st)
	}
	c.forget()
	failed := r.end()
	if wrong != nil {
		return nil, wrong
	}
	if failed != nil {
		return nil, failed
	}
	return s.outcome(r)
}

// commit makes the names that a step defined mean what it made them.
func (s *Session) commit(st step) {
	for _, e := range st.defs {
		s.names[e.name] = e
	}
	if st.done != nil {
		st.done()
	}
}

// execute runs the steps on a goroutine of their own, which is left alone if
// it does not end soon after it was told to.
func (s *Session) execute(ctx context.Context, r *run, c *compiler) *Error {
	done := make(chan *Error, 1)
	watch := make(chan struct{})
	defer close(watch)
	go s.watchStacks(watch)
	steps := &steps{}
	go s.runSteps(r, c.steps, steps, done)
	select {
	case e := <-done:
		r.executed = steps.take()
		return e
	case <-ctx.Done():
	case <-r.stop: // a goroutine of the cell ended it
	}
	text := "interrupted"
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		text += ": " + err.Error()
	}
	r.halt(&halt{Interrupted, text})
	select {
	case e := <-done:
		r.executed = steps.take()
		return e
	case <-time.After(grace):
	}
	r.dead.Store(true)
	r.executed = steps.take()
	h := r.halted()
	msg := h.text + "; what it waits for cannot be stopped and was left behind"
	return &Error{Name: h.name, Value: msg, Traceback: []string{h.name + ": " + msg}}
}

// steps collects what has run, for two goroutines: the cell's may have to be
// left behind.
type steps struct {
	mu   sync.Mutex
	list []step
	shut bool
}

func (s *steps) add(st step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.shut {
		s.list = append(s.list, st)
	}
}

func (s *steps) take() []step {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = true
	return s.list
}

// runSteps runs on the cell's goroutine and tells done how it ended: by
// itself, or by a Goexit, which lets only deferred calls run.
func (s *Session) runSteps(r *run, list []step, ran *steps, done chan<- *Error) {
	s.strands.enter(&strand{run: r, main: true})
	r.at = list[0].at
	returned := false
	var failed *Error
	defer func() {
		s.strands.leave()
		if h := r.halted(); h != nil {
			failed = s.haltError(r.at, h)
		} else if !returned && failed == nil {
			failed = s.haltError(r.at, &halt{exited, "runtime.Goexit ended the cell"})
		}
		done <- failed
	}()
	defer func() {
		for len(r.deferred) > 0 {
			last := len(r.deferred) - 1
			f := r.deferred[last]
			r.deferred = r.deferred[:last]
			if e := s.runDeferred(f, r.at); e != nil && failed == nil {
				failed = e
			}
		}
	}()
	failed = s.runList(r, list, ran)
	returned = true
}

func (s *Session) runList(r *run, list []step, ran *steps) *Error {
	for _, st := range list {
		if r.halted() != nil {
			return nil
		}
		r.at = st.at
		if st.unit != nil {
			if v, panicked := s.machine.run(st.unit); panicked {
				return s.panicError(st.at, v)
			}
		}
		ran.add(st)
	}
	return nil
}

// runDeferred makes a call that a cell deferred at its top level.
func (s *Session) runDeferred(f func(), at place) (failed *Error) {
	s.machine.trail.reset()
	s.marks.reset()
	defer func() {
		if v := recover(); v != nil {
			failed = s.panicError(at, v)
		}
	}()
	f()
	return nil
}
