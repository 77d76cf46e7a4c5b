package strand

import "runtime"

// slumber is how long everything has been asleep.
type slumber struct {
	moves uint64
	looks int
}

// A deadlock is declared when nothing has moved for this many looks of the
// watcher, 500 ms. They are counted, not timed: that the watcher had so many
// turns means that any goroutine that could run had some too.
const deadLooks = 100

// look is called at every look of the watcher.
func (l *slumber) look(s *Set) {
	moves, ok := s.drowsy()
	if !ok || moves != l.moves {
		*l = slumber{moves: moves}
		return
	}
	l.looks++
	if l.looks%deadLooks != 0 {
		return
	}
	if g := s.runs(); g != nil && s.asleep(moves) {
		g.Halt(deadlock)
	}
}

// drowsy reports whether every strand waits in a helper, which is cheap to
// know.
func (s *Set) drowsy() (moves uint64, ok bool) {
	s.waits.mu.Lock()
	defer s.waits.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waits.moves, s.running && s.strands > 0 && s.waits.count >= s.strands
}

// runs returns the group that runs, or nil.
func (s *Set) runs() *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running || s.current.Halted() != nil {
		return nil
	}
	return s.current
}

// asleep reports whether nothing will ever happen any more: each wait is one
// that only interpreted code can end, nothing is left for compiled code to
// call, and the process has no goroutine of the set's but those that wait.
func (s *Set) asleep(moves uint64) bool {
	n := s.dry()
	if n <= 0 {
		return false
	}
	if s.holds.Load() > 0 {
		runtime.GC() // lets go of timers that were stopped
		return false
	}
	if s.registry.census() != n {
		return false
	}
	now, ok := s.drowsy()
	return ok && now == moves
}

// dry returns how many goroutines wait, or 0 if anything but interpreted code
// may end one of the waits.
func (s *Set) dry() int {
	s.waits.mu.Lock()
	defer s.waits.mu.Unlock()
	for w := s.waits.first; w != nil; w = w.next {
		if !w.on.dry(s) {
			return 0
		}
	}
	return s.waits.count
}
