package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// Options say how to start workers. The zero value runs "PROGRAM worker", where
// PROGRAM is the file of the running program.
type Options struct {
	Program string       // empty: that of the running program
	Args    []string     // nil: "worker"
	Dir     string       // in which cells run; empty: that of this process
	Env     []string     // nil: that of this process
	Log     *slog.Logger // nil: nothing is logged

	stubborn time.Duration // how long a cell may take to end that was interrupted; 0: as a rule
}

// Process is an interpreter that lives in a process of its own. When that
// process dies, the running cell fails, and another takes its place.
type Process struct {
	options Options
	log     *slog.Logger
	closing chan struct{} // closed by Close
	ended   chan struct{} // closed when the last worker is gone

	mu      sync.Mutex
	child   *child
	changed chan struct{} // closed when child or wrong is no longer what it was
	wrong   error         // why there is no worker and will be none
	notice  string        // for the next cell; empty: none
	once    sync.Once     // for Close
}

var (
	_ interpreter.Interpreter = (*Process)(nil)
	_ interpreter.Talker      = (*Process)(nil)
	_ interpreter.Lister      = (*Process)(nil)
	_ interpreter.Interrupter = (*Process)(nil)
)

const (
	// attempts is how many workers in a row may end without having run a cell,
	// if the last did not even come to be ready: the next would not either.
	attempts = 3
	// longestPause bounds the pause before another is started.
	longestPause = 3 * time.Second
)

// ErrClosed is the error of cells that come when the process has been closed.
var ErrClosed = errors.New("worker: the interpreter is closed")

// Start starts a worker in the background. The error is that there is no
// program to run; what else can go wrong is the error of every cell.
func Start(o Options) (*Process, error) {
	if o.Program == "" {
		program, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("worker: no program to start: %w", err)
		}
		o.Program = program
	}
	if o.Args == nil {
		o.Args = []string{"worker"}
	}
	if o.stubborn == 0 {
		o.stubborn = stubborn
	}
	p := &Process{
		options: o, log: o.Log,
		closing: make(chan struct{}), ended: make(chan struct{}), changed: make(chan struct{}),
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	adoptOrphans()
	p.child = newChild(o, p.log)
	go p.supervise()
	return p, nil
}

// supervise sees to it that there is a worker, until the process is closed or
// workers have died too often.
func (p *Process) supervise() {
	defer close(p.ended)
	for failures := 0; ; {
		c := p.live()
		if c == nil {
			return
		}
		failures++
		if c.ran() {
			failures = 0
		}
		p.log.Warn("the worker died", "cause", c.cause, "last words", c.words.String())
		if failures >= attempts && !isClosed(c.up) {
			p.fail(fmt.Errorf("worker: %d workers in a row ended before they ran a cell; the last: %s", failures, c.cause))
			return
		}
		select {
		case <-time.After(min(time.Duration(failures)*100*time.Millisecond, longestPause)):
		case <-p.closing:
		}
		p.replace(newChild(p.options, p.log), c)
	}
}

// live lives through the life of the current worker and returns it when it is
// gone; nil if the process has been closed.
func (p *Process) live() *child {
	c, _, _ := p.state()
	if isClosed(p.closing) {
		p.fail(ErrClosed)
		return nil
	}
	go c.live()
	<-c.gone
	if isClosed(p.closing) {
		p.fail(ErrClosed)
		return nil
	}
	return c
}

// state returns the current worker, which may be about to start or gone, and a
// channel that is closed when there is another.
func (p *Process) state() (c *child, changed <-chan struct{}, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.child, p.changed, p.wrong
}

// replace puts another worker in the place of one that is gone. If no cell ran
// that could say so, the last one does, and the next.
func (p *Process) replace(c, dead *child) {
	notice := ""
	if dead.ran() && !dead.busy() {
		notice = fmt.Sprintf("the interpreter died between cells: %s; %s\n", dead.cause, dead.lost())
	}
	p.mu.Lock()
	p.child = c
	p.notice += notice
	p.announce()
	p.mu.Unlock()
	if out := dead.outputs.current(); out != nil && notice != "" {
		go out.Stderr([]byte(notice)) // it may have to wait for its reader
	}
}

func (p *Process) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = err
	p.announce()
}

// announce wakes those who wait for a change. p.mu is held.
func (p *Process) announce() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// worker returns a worker whose interpreter is there.
func (p *Process) worker(ctx context.Context) (*child, error) {
	for {
		c, changed, err := p.state()
		if err != nil {
			return nil, err
		}
		select {
		case <-c.up:
			if !isClosed(c.gone) {
				return c, nil
			}
		case <-c.gone:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Processes returns the process ids of the workers that live.
func (p *Process) Processes() []int {
	c, _, _ := p.state()
	if pid := c.pid(); pid != 0 && !isClosed(c.gone) {
		return []int{pid}
	}
	return nil
}

// patience is how long a worker that was asked to end may take.
const patience = 2 * time.Second

// Close ends the worker and everything it has started.
func (p *Process) Close() error {
	p.once.Do(func() {
		close(p.closing)
		c, _, _ := p.state()
		if isClosed(c.up) {
			c.box.send(closeSession, 0, nil)
		} else {
			c.kill("closed before it was ready")
		}
		within(patience, p.ended)
		c, _, _ = p.state()
		c.kill("it did not end")
	})
	<-p.ended
	return nil
}
