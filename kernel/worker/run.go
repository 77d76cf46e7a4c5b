package worker

import (
	"context"
	"sync"

	"github.com/unravel-go/unravel/display"
)

// begin runs a cell in the background: in the goroutine that ran the last, whose
// stack has grown, or in another if that does not wait for one.
func (s *server) begin(f frame) {
	s.cells.begin(f.id)
	select {
	case s.next <- f:
	default:
		go func() {
			s.eval(f)
			for f := range s.next {
				s.eval(f)
			}
		}()
	}
}

// eval runs a cell and says how it ended, behind everything it has said.
func (s *server) eval(f frame) {
	ctx, end := s.cells.context(f.id)
	b, err := s.run(ctx, f)
	end()
	body, wrong := encode(newOutcome(b, err))
	if wrong != nil {
		body, _ = encode(outcome{Text: "worker: the result cannot be sent: " + wrong.Error()})
	}
	s.box.now(evalEnded, f.id, body)
}

func (s *server) run(ctx context.Context, f frame) (b display.Bundle, err error) {
	var q evalRequest
	if err := f.decode(&q); err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p != nil {
			err = panicError(p)
		}
	}()
	<-s.built
	if s.wrong != nil {
		return nil, s.wrong
	}
	return s.interp.Eval(ctx, q.Cell, s.newOutput(ctx, f.id, q.Frontend))
}

// cells are the contexts of the cells that run.
type cells struct {
	all context.Context
	end context.CancelFunc

	mu      sync.Mutex
	running map[uint64]running
}

type running struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newCells() *cells {
	c := &cells{running: map[uint64]running{}}
	c.all, c.end = context.WithCancel(context.Background())
	return c
}

// begin notes a cell, before anything can want to stop it.
func (c *cells) begin(id uint64) {
	ctx, cancel := context.WithCancel(c.all)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running[id] = running{ctx, cancel}
}

// context returns the context of a cell and a function to call at its end.
func (c *cells) context(id uint64) (context.Context, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.running[id]
	return r.ctx, func() {
		r.cancel()
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.running, id)
	}
}

// cancel stops a cell, if it still runs.
func (c *cells) cancel(id uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.running[id]; ok {
		r.cancel()
	}
}

// close stops all cells.
func (c *cells) close() { c.end() }
