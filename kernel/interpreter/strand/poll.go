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
	stop  bool // read by interpreted code; written by set alone
	halt  bool // a cell was halted
	deep  bool // stacks have grown beyond what a healthy program needs
	pulse bool // goroutines of halted cells may have come back from compiled code

	isDeep atomic.Bool // deep, for those without the lock

	flags  []*bool // of functions: up with stop
	raised []bool  // those that stay up
}

// set changes who holds the brake.
func (b *brake) set(change func(b *brake)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(b)
	b.isDeep.Store(b.deep)
	b.show()
}

func (b *brake) show() {
	stop := b.halt || b.deep || b.pulse
	write(&b.stop, stop)
	for i, p := range b.flags {
		write(p, stop || b.raised[i])
	}
}

// Flag returns a flag that is up whenever that of [Set.Stop] is, and for good
// once it is raised: a function polls one flag for two reasons, that it is to
// end and that another has taken its place.
func (s *Set) Flag() (number int, flag *bool) {
	b := &s.brake
	b.mu.Lock()
	defer b.mu.Unlock()
	flag = new(bool)
	b.flags, b.raised = append(b.flags, flag), append(b.raised, false)
	b.show()
	return len(b.flags) - 1, flag
}

// Raise raises a flag for good.
func (s *Set) Raise(number int) {
	s.brake.mu.Lock()
	defer s.brake.mu.Unlock()
	s.brake.raised[number] = true
	s.brake.show()
}

// Attend is called when a flag is up: it is [Set.Poll], and reports whether the
// flag was raised.
func (s *Set) Attend(number int) bool {
	s.Poll()
	s.brake.mu.Lock()
	defer s.brake.mu.Unlock()
	return s.brake.raised[number]
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
func (s *Set) Stop() *bool { return &s.brake.stop }

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
