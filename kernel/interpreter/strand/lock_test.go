package strand

import (
	"sync"
	"testing"
)

// TestLocksExclude: helpers, and compiled code that unlocks without them, keep
// to one at a time.
func TestLocksExclude(t *testing.T) {
	const goroutines, turns = 8, 500
	tests := []struct {
		name         string
		lock, unlock func(s *Set, m *sync.RWMutex, turn int)
	}{
		{"helpers", func(s *Set, m *sync.RWMutex, _ int) { s.lockRW(m) }, func(s *Set, m *sync.RWMutex, _ int) { s.unlockRW(m) }},
		{"compiled unlock", func(s *Set, m *sync.RWMutex, _ int) { s.lock(m) }, func(s *Set, m *sync.RWMutex, turn int) {
			if turn%50 == 0 {
				m.Unlock()
			} else {
				s.unlock(m)
			}
		}},
		{"readers between", func(s *Set, m *sync.RWMutex, _ int) {
			s.rlockRW(m)
			s.runlockRW(m)
			s.lockRW(m)
		}, func(s *Set, m *sync.RWMutex, _ int) { s.unlockRW(m) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			o := in(t, func(s *Set) {
				var m sync.RWMutex
				var wg sync.WaitGroup
				for range goroutines {
					s.goInGroup(&wg, func() {
						for turn := range turns {
							tt.lock(s, &m, turn)
							n++
							tt.unlock(s, &m, turn)
						}
					})
				}
				s.waitGroup(&wg)
			})
			if n != goroutines*turns || o.Cause != nil {
				t.Errorf("counted %d, want %d; %v", n, goroutines*turns, o.Cause)
			}
		})
	}
}

// TestWriterComesFirst: readers do not pass a writer that waits.
func TestWriterComesFirst(t *testing.T) {
	in(t, func(s *Set) {
		var m sync.RWMutex
		s.rlockRW(&m)
		order := make(chan string, 2)
		s.Go(1, func() { s.lockRW(&m); order <- "writer"; s.unlockRW(&m) })
		until(t, "the writer waits", func() bool { return s.lot.hasWriter(&m) })
		s.Go(2, func() { s.rlockRW(&m); order <- "reader"; s.runlockRW(&m) })
		until(t, "the reader waits", func() bool { return s.waiting() == 2 })
		s.runlockRW(&m)
		if first := <-order; first != "writer" {
			t.Errorf("the %s came first", first)
		}
		<-order
	})
}

// TestCond: signals reach those that wait, and one that gave up passes its
// signal on.
func TestCond(t *testing.T) {
	s := NewSet(Options{})
	defer s.Close()
	c := sync.NewCond(&sync.Mutex{})
	items, taken := 0, make(chan bool)
	take := func() {
		s.lock(c.L)
		defer s.unlock(c.L)
		for items == 0 {
			s.waitCond(c)
		}
		items--
		taken <- true
	}
	put := func() {
		c.L.Lock()
		items++
		c.L.Unlock()
		c.Signal()
	}
	first := s.NewGroup(t.Context(), nil)
	first.Run(func() { s.Go(1, take) })
	until(t, "the first waits", func() bool { return s.waiting() == 1 })
	first.Halt(closing)
	until(t, "the first has ended", s.Alone)
	o := s.NewGroup(t.Context(), nil).Run(func() {
		s.Go(1, take)
		until(t, "the second waits", func() bool { return s.waiting() == 1 })
		put()
		<-taken
	})
	if o.Cause != nil {
		t.Error(o.Cause)
	}
}

// A wait on a goroutine of its own must not end the process by panicking.
func TestPanicOfAWaitApart(t *testing.T) {
	if v := <-apart(func() { panic("reused") }); v != "reused" {
		t.Errorf("got %v, want what the wait panicked with", v)
	}
	if v := <-apart(func() {}); v != nil {
		t.Errorf("got %v from a wait that ended well", v)
	}
}
