package strand

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// unwindTime is how long the deferred calls of a halted goroutine may take
// before they are ended in their turn.
const unwindTime = 500 * time.Millisecond

// brake is the flag that lowered code polls, and who has set it.
type brake struct {
	mu    sync.Mutex
	stop  *bool // read by interpreted code; written by set alone
	halt  bool  // a cell was halted
	deep  bool  // stacks have grown beyond what a healthy program needs
	pulse bool  // goroutines of halted cells may have come back from compiled code

	isDeep atomic.Bool // deep, for those without the lock
}

// set changes who holds the brake.
func (b *brake) set(change func(b *brake)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(b)
	b.isDeep.Store(b.deep)
	b.show()
}

func (b *brake) show() { write(b.stop, b.halt || b.deep || b.pulse) }

// UseStop sets the flag: a variable of the interpreter, because a look at one
// costs less than a look behind a pointer.
func (s *Set) UseStop(stop *bool) {
	s.brake.mu.Lock()
	defer s.brake.mu.Unlock()
	s.brake.stop = stop
	s.brake.show()
}

// write stores into a flag that interpreted code polls without any lock: the
// poll stands in every loop and must cost next to nothing. That is a data race
// by the book, on one byte that only ever delays the reader by an iteration,
// so the race detector is told not to look.
//
//go:norace
func write(p *bool, v bool) { *p = v }

// Stop returns the flag that lowered code polls: it calls [Set.Poll] when the
// flag is up.
func (s *Set) Stop() *bool { return s.brake.stop }

// Poll is called when the flag is up. If this goroutine is meant it does not
// return: the goroutine ends, and its deferred calls run.
func (s *Set) Poll() {
	g := s.registry.current()
	if g == nil {
		return // a goroutine of compiled code
	}
	if g.Halted() != nil {
		g.unwind()
	}
	if s.brake.isDeep.Load() && deeperThan(maxFrames) {
		g.Halt(overflow)
		g.unwind()
	}
}

// unwind ends this goroutine, which belongs to a halted group, unless its
// deferred calls are running and have time left.
//
// It is a Goexit and no panic because deferred calls run all the same, recover
// cannot keep the goroutine, and yaegi takes a time that is quadratic in the
// depth to pass a panic up.
func (g *Group) unwind() {
	id := goroutineID()
	if began, ok := g.unwinding.Load(id); ok && time.Since(began.(time.Time)) < unwindTime {
		return
	}
	g.unwinding.Store(id, time.Now())
	g.mu.Lock()
	g.ending.Store(id == g.main)
	g.mu.Unlock()
	runtime.Goexit()
}

// patience returns what ends a wait on this goroutine: the halt of its group
// or, if it unwinds already, the end of the time it has for that.
func (g *Group) patience() (end <-chan struct{}) {
	if g.Halted() == nil {
		return g.stop
	}
	g.unwind()
	began, _ := g.unwinding.Load(goroutineID())
	timeUp := make(chan struct{})
	time.AfterFunc(time.Until(began.(time.Time).Add(unwindTime)), func() { close(timeUp) })
	return timeUp
}

// deeperThan reports whether more than n calls are on this goroutine's stack.
func deeperThan(n int) bool {
	var pc [1]uintptr
	return runtime.Callers(n, pc[:]) > 0
}
