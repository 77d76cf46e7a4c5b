package worker

import (
	"bufio"
	"context"
	"fmt"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// farewell is how long a worker that ends waits for its interpreter to close,
// and for what it has said to be read.
const farewell = 500 * time.Millisecond

// Serve is a worker: it makes an interpreter, does what the kernel's process
// asks of it, and returns when that process closes the session or is gone, or
// when ctx ends. It takes over the process, whose descriptors and signals it
// uses and whose children it ends: a program that calls it does nothing else.
func Serve(ctx context.Context, make func() (interpreter.Interpreter, error)) error {
	link, err := openLink()
	if err != nil {
		return err
	}
	behave()
	s := newServer()
	written := inBackground(func() { s.box.write(link.w) })
	go s.build(make)
	ended := inBackground(func() { s.read(bufio.NewReader(link.r)) })
	asked := terminated()
	select {
	case <-ended:
	case <-asked:
	case <-ctx.Done():
	}
	within(farewell, inBackground(s.close))
	s.box.close()
	within(farewell, written)
	endDescendants()
	end(asked, ended)
	return nil
}

// end ends the process and its group. If a signal asked for that, and not the
// kernel, which then wants to know why, it is the signal that does.
func end(asked, ended <-chan struct{}) {
	if isClosed(asked) {
		within(farewell/5, ended)
		if !isClosed(ended) {
			dieOf(syscall.SIGTERM)
		}
	}
	endOwnGroup()
}

// inBackground calls f and closes the channel when it has returned.
func inBackground(f func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	return done
}

// isClosed reports whether an event has happened.
func isClosed(event <-chan struct{}) bool {
	select {
	case <-event:
		return true
	default:
		return false
	}
}

// within waits for an event, but not for long.
func within(limit time.Duration, event <-chan struct{}) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-event:
	case <-timer.C:
	}
}

// server is a worker, without its process.
type server struct {
	box   *outbox
	cells *cells
	calls *calls[line] // for input
	next  chan frame   // to a goroutine that waits for a cell

	built chan struct{} // closed once interp or wrong is set
	// Set before built is closed.
	interp interpreter.Interpreter
	wrong  error
}

func newServer() *server {
	return &server{box: newOutbox(), cells: newCells(), calls: newCalls[line](), next: make(chan frame), built: make(chan struct{})}
}

// build makes the interpreter. If that fails, the error is that of every cell.
func (s *server) build(make func() (interpreter.Interpreter, error)) {
	defer s.box.send(ready, 0, nil)
	defer close(s.built)
	defer func() {
		if p := recover(); p != nil {
			s.wrong = panicError(p)
		}
	}()
	s.interp, s.wrong = make()
}

func panicError(p any) error {
	return fmt.Errorf("worker: the interpreter panicked: %v\n%s", p, debug.Stack())
}

// close ends what runs and closes the interpreter.
func (s *server) close() {
	s.cells.close()
	<-s.built
	if s.interp != nil {
		_ = s.interp.Close() // nobody is left to be told
	}
}

// read does what the kernel's process asks for, until it closes the session or
// is gone. Nothing in here waits: the next frame may be an interrupt.
func (s *server) read(r *bufio.Reader) {
	for {
		f, err := readFrame(r)
		if err != nil || f.kind == closeSession {
			return
		}
		switch f.kind {
		case evalCell:
			s.begin(f)
		case cancelCell:
			s.cells.cancel(f.id)
		case interrupt:
			s.interrupt()
		case ask:
			go s.answer(f)
		case inputAnswer:
			var l line
			if f.decode(&l) == nil {
				s.calls.end(f.id, l)
			}
		case acknowledged:
			s.box.acknowledge(int(f.id))
		}
	}
}

// interrupt stops what runs beside the cells, if anything can have begun.
func (s *server) interrupt() {
	if !isClosed(s.built) {
		return
	}
	if i, ok := s.interp.(interpreter.Interrupter); ok {
		i.Interrupt()
	}
}
