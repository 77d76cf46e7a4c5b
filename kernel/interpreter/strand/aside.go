package strand

import "time"

// Aside runs f as the whole of a group that is no cell: beside a cell that
// runs, or while none does. It returns when f has ended or, if the group's
// parent ends, not later than the grace time after that, and reports whether f
// came to its end. What f panics with goes to [Options.Late].
func (g *Group) Aside(f func()) (ended bool) {
	g.mu.Lock()
	g.over = true
	g.mu.Unlock()
	if !g.set.enter(g) {
		return false
	}
	done := make(chan bool, 1)
	go g.aside(f, done)
	select {
	case ended = <-done:
		return ended
	case <-g.parent.Done():
		g.Halt(Interrupt(g.parent))
	case <-g.stop:
	}
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case ended = <-done:
	case <-late.C:
	}
	return ended
}

func (g *Group) aside(f func(), done chan<- bool) {
	g.set.registry.enter(g)
	ended := false
	defer func() { done <- ended }()
	defer g.set.leave(g)
	defer g.guard(0)
	if g.Halted() == nil {
		f()
		ended = true
	}
}

// Idle reports whether no goroutine of the set is alive.
func (s *Set) Idle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.strands == 0
}
