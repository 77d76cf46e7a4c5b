package strand

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long tests wait for what must happen.
const testPatience = 30 * time.Second

// in runs f as a cell of a set of its own and returns how it ended.
func in(t *testing.T, f func(s *Set)) Outcome {
	t.Helper()
	s := NewSet(Options{})
	defer s.Close()
	return s.NewGroup(t.Context(), nil).Run(func() { f(s) })
}

// until waits for something that is about to become true.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for late := time.Now().Add(testPatience); !is(); runtime.Gosched() {
		if time.Now().After(late) {
			t.Errorf("%s: still not after %v", what, testPatience)
			return
		}
	}
}

// waiting returns how many goroutines of the set wait in helpers.
func (s *Set) waiting() int {
	s.waits.mu.Lock()
	defer s.waits.mu.Unlock()
	return s.waits.count
}

// TestHaltEnds: a halt ends every kind of wait, and runs deferred calls.
func TestHaltEnds(t *testing.T) {
	tests := []struct {
		name string
		what string
		wait func(s *Set)
	}{
		{"a receive", "a channel receive", func(s *Set) { s.Recv(make(chan int)) }},
		{"a receive of a struct", "a channel receive", func(s *Set) { s.Recv(make(chan other)) }},
		{"a receive from nil", "a channel receive", func(s *Set) { s.RecvInto((chan int)(nil), nil) }},
		{"a send", "a channel send", func(s *Set) { s.Send(make(chan int), 1) }},
		{"a send of a struct", "a channel send", func(s *Set) { s.Send(make(chan<- other), other{}) }},
		{"a send to nil", "a channel send", func(s *Set) { s.Send((chan other)(nil), other{}) }},
		{"a select", "a select statement", func(s *Set) { s.Select(RecvCase(make(chan int), nil), SendCase(make(chan int), 1)) }},
		{"an empty select", "a select statement", func(s *Set) { s.Select() }},
		{"a sleep", "time.Sleep", func(s *Set) { s.Sleep(time.Hour) }},
		{"a lock", "sync.Mutex.Lock", func(s *Set) { var m sync.Mutex; m.Lock(); s.lockMutex(&m) }},
		{"a write lock", "sync.RWMutex.Lock", func(s *Set) { var m sync.RWMutex; m.RLock(); s.lockRW(&m) }},
		{"a read lock", "sync.RWMutex.RLock", func(s *Set) { var m sync.RWMutex; m.Lock(); s.rlockRW(&m) }},
		{"a condition", "sync.Cond.Wait", func(s *Set) {
			c := sync.NewCond(&sync.Mutex{})
			defer c.Signal() // for the goroutine that stays behind
			c.L.Lock()
			defer s.unlock(c.L)
			s.waitCond(c)
		}},
		{"a wait group", "sync.WaitGroup.Wait", func(s *Set) {
			var wg sync.WaitGroup
			wg.Add(1)
			defer wg.Done()
			s.waitGroup(&wg)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := NewSet(Options{})
			g := s.NewGroup(t.Context(), nil)
			deferred := false
			go func() {
				until(t, "waits", func() bool { return s.waiting() == 1 })
				g.Halt(Interrupt(t.Context()))
			}()
			o := g.Run(func() {
				defer func() { deferred = recover() == nil }()
				s.Marks.Set(7)
				tt.wait(s)
				t.Error("returned")
			})
			if o.Cause == nil || o.Cause.Kind != Interrupted || o.Abandoned || o.Panic != nil {
				t.Errorf("got %+v, want an interrupt", o)
			}
			if o.Waited == nil || *o.Waited != (Wait{tt.what, 7}) {
				t.Errorf("waited for %v, want %s at 7", o.Waited, tt.what)
			}
			if !deferred {
				t.Error("the deferred call did not run, or recovered something")
			}
			if s.waiting() != 0 {
				t.Error("a wait is left")
			}
		})
	}
}

// spin is a loop as lowered code polls in it.
func spin(s *Set) {
	for {
		poll(s)
	}
}

// poll is what lowered code does. The race detector is told as little of it as
// of the writer.
func poll(s *Set) {
	if raised(s.Stop()) {
		s.Poll()
	}
}

//go:norace
func raised(p *bool) bool { return *p }

// TestHaltEndsLoops: also in goroutines that compiled code has started.
func TestHaltEndsLoops(t *testing.T) {
	s := NewSet(Options{})
	ctx, cancel := context.WithCancel(t.Context())
	g := s.NewGroup(ctx, nil)
	var compiled sync.WaitGroup
	o := g.Run(func() {
		compiled.Go(func() { spin(s) })
		s.Go(1, func() { spin(s) })
		cancel()
		spin(s)
	})
	if o.Cause == nil || o.Cause.Kind != Interrupted {
		t.Errorf("got %+v", o)
	}
	compiled.Wait()
	until(t, "the others end", s.Alone)
}

// TestDeferredCallsHaveTheirTime: a deferred call of a halted goroutine may
// wait, but not for ever.
func TestDeferredCallsHaveTheirTime(t *testing.T) {
	s := NewSet(Options{})
	g := s.NewGroup(t.Context(), nil)
	var steps []string
	o := g.Run(func() {
		defer func() { steps = append(steps, "the outer one") }()
		defer func() {
			c := make(chan int)
			go func() { c <- 1 }()
			s.Recv(c)
			s.Sleep(time.Millisecond)
			steps = append(steps, "a short wait")
			s.Recv(make(chan int))
			steps = append(steps, "not reached")
		}()
		g.Halt(&Cause{Text: "enough"})
		s.Poll()
	})
	if got := strings.Join(steps, ", "); got != "a short wait, the outer one" || o.Abandoned {
		t.Errorf("got %s; abandoned %v", got, o.Abandoned)
	}
}

// TestAbandoned: what does not end is left behind, and named.
func TestAbandoned(t *testing.T) {
	s := NewSet(Options{})
	g := s.NewGroup(t.Context(), nil)
	var wg sync.WaitGroup
	wg.Add(1)
	o := g.Run(func() {
		g.Halt(Interrupt(t.Context()))
		wg.Wait()
	})
	if !o.Abandoned || o.Waited == nil || o.Waited.What != "a call of sync.(*WaitGroup).Wait" {
		t.Errorf("got %+v, waiting for %+v", o, o.Waited)
	}
	wg.Done()
	until(t, "it ends after all", func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.strands == 0 })
}

// TestPanics: of the cell, of a goroutine while the cell runs, and later.
func TestPanics(t *testing.T) {
	late := make(chan *Panic, 1)
	s := NewSet(Options{Late: func(g *Group, p *Panic) { late <- p }})
	defer s.Close()
	if o := s.NewGroup(t.Context(), nil).Run(func() { panic("mine") }); o.Panic == nil || o.Panic.Value != "mine" {
		t.Errorf("of the cell: got %+v", o)
	}
	release := make(chan int)
	o := s.NewGroup(t.Context(), nil).Run(func() {
		s.Go(3, func() { panic("its") })
		s.Go(4, func() { s.Recv(release); panic("too late") })
		until(t, "it fell", func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.strands == 2 })
	})
	if o.Panic != nil || o.Fallen == nil || o.Fallen.Value != "its" || o.Fallen.Started != 3 {
		t.Errorf("of a goroutine: got %+v", o)
	}
	close(release)
	if p := <-late; p.Value != "too late" || p.Started != 4 {
		t.Errorf("late: got %+v", p)
	}
}

// TestEndOnPanic: a program ends with any of its goroutines.
func TestEndOnPanic(t *testing.T) {
	s := NewSet(Options{})
	g := s.NewGroup(t.Context(), nil)
	g.EndOnPanic()
	o := g.Run(func() {
		s.Go(1, func() { panic(1) })
		s.Sleep(time.Hour)
	})
	if o.Fallen == nil || o.Cause == nil || o.Cause.Kind != Fatal || !g.Silent() {
		t.Errorf("got %+v", o)
	}
}

// TestEnds: what ends a Go program ends the cell.
func TestEnds(t *testing.T) {
	tests := []struct {
		name string
		kind Kind
		text string
		code func(s *Set)
	}{
		{"os.Exit", Exited, "exit status 3", func(s *Set) { s.Exit(3) }},
		{"os.Exit in a goroutine", Exited, "exit status 3", func(s *Set) { s.Go(1, func() { s.Exit(3) }); s.Select() }},
		{"runtime.Goexit of all", Deadlocked, "no goroutines (main called runtime.Goexit) - deadlock!", func(s *Set) {
			s.Go(1, func() { s.Sleep(time.Millisecond) })
			runtime.Goexit()
		}},
		{"a mutex unlocked twice", Fatal, "sync: unlock of unlocked mutex", func(s *Set) { s.unlockMutex(new(sync.Mutex)) }},
		{"a lock unlocked twice", Fatal, "sync: Unlock of unlocked RWMutex", func(s *Set) { s.unlockRW(new(sync.RWMutex)) }},
		{"a read lock unlocked twice", Fatal, "sync: RUnlock of unlocked RWMutex", func(s *Set) { s.runlockRW(new(sync.RWMutex)) }},
		{"no function", Fatal, "go of nil func value", func(s *Set) { s.Go(1, nil) }},
		{"a closed session", Interrupted, "the session has ended", func(s *Set) { s.Close(); s.Select() }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := in(t, func(s *Set) {
				defer func() {
					if v := recover(); v != nil {
						t.Errorf("recovered %v", v)
					}
				}()
				tt.code(s)
			})
			if o.Cause == nil || o.Cause.Kind != tt.kind || o.Cause.Text != tt.text || o.Abandoned {
				t.Errorf("got %+v, want %s", o.Cause, tt.text)
			}
		})
	}
}

// TestRunawayRecursion: the set notices the stack before Go does.
func TestRunawayRecursion(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some hundred megabytes")
	}
	o := in(t, func(s *Set) {
		var down func(n int) int
		down = func(n int) int {
			var frame [64]int // as much as interpreted calls take
			poll(s)
			frame[n%64] = down(n + 1)
			return frame[n%32]
		}
		down(0)
	})
	if o.Cause != overflow {
		t.Errorf("got %+v", o)
	}
}

// TestGroups: a goroutine belongs to the cell that started it, also by way of
// compiled code and timers.
func TestGroups(t *testing.T) {
	s := NewSet(Options{})
	defer s.Close()
	first := s.NewGroup(t.Context(), "first")
	if s.Here() != nil {
		t.Error("a group before any cell")
	}
	asked, told := make(chan bool), make(chan any)
	answer := func() {
		for range asked {
			told <- s.Here().Data()
		}
	}
	first.Run(func() {
		s.Go(1, answer)
		go answer()
		s.afterFunc(0, answer)
		if !first.IsMain() {
			t.Error("the cell's goroutine is not main")
		}
	})
	s.NewGroup(t.Context(), "second").Run(func() {
		if got := s.Here().Data(); got != "second" {
			t.Errorf("second cell: got %v", got)
		}
		for range 30 {
			asked <- true
			if got := <-told; got != "first" {
				t.Errorf("goroutine of the first: got %v", got)
			}
		}
	})
	close(asked)
}
