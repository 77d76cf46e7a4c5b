package strand

import (
	"context"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"
)

func (s *Set) ints(size int) chan int { return s.MakeChan((chan int)(nil), size).(chan int) }

// TestDeadlock: a cell ends when nothing of it will ever happen any more.
func TestDeadlock(t *testing.T) {
	tests := []struct {
		name, what string
		code       func(s *Set)
	}{
		{"a receive", receiving, func(s *Set) { s.Recv(s.ints(0)) }},
		{"a receive from nil", receiving, func(s *Set) { s.Recv((chan int)(nil)) }},
		{"a full channel", sending, func(s *Set) { c := s.ints(1); s.Send(c, 1); s.Send(c, 2) }},
		{"an empty select", selecting, func(s *Set) { s.Select() }},
		{"a select", selecting, func(s *Set) { s.Select(RecvCase(s.ints(0), nil), SendCase((chan int)(nil), 1)) }},
		{"a mutex locked twice", "sync.Mutex.Lock", func(s *Set) {
			var m sync.Mutex
			s.lockMutex(&m)
			s.lockMutex(&m)
		}},
		{"two goroutines that wait for each other", receiving, func(s *Set) {
			a, b := s.ints(0), s.ints(0)
			s.Go(1, func() { s.Recv(a); s.Send(b, 1) })
			s.Recv(b)
			s.Send(a, 1)
		}},
		{"a count that stays", "sync.WaitGroup.Wait", func(s *Set) {
			var wg sync.WaitGroup
			wg.Add(2)
			defer wg.Add(-1)
			s.Go(1, wg.Done)
			s.waitGroup(&wg)
		}},
		{"a channel that is made by the program", receiving, func(s *Set) { c := make(chan other); s.channels.add(channelOf(c).at); s.Recv(c) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := in(t, tt.code)
			if o.Cause != deadlock || o.Waited == nil || o.Waited.What != tt.what {
				t.Errorf("got %+v, waiting for %+v; want a deadlock in %s", o, o.Waited, tt.what)
			}
		})
	}
}

// TestNoDeadlock: a set whose goroutines all wait may still be alive.
func TestNoDeadlock(t *testing.T) {
	tests := []struct {
		name    string
		waiters int
		code    func(s *Set)
	}{
		{"a timer", 1, func(s *Set) { s.Recv(time.After(time.Hour)) }},
		{"a context", 1, func(s *Set) { s.Recv(s.Here().Ctx().Done()) }},
		{"a select with a timer", 1, func(s *Set) { s.Select(RecvCase(s.ints(0), nil), RecvCase(time.After(time.Hour), nil)) }},
		{"another goroutine that sleeps", 2, func(s *Set) { s.Go(1, func() { s.Sleep(time.Hour) }); s.Recv(s.ints(0)) }},
		{"a callback of a timer", 1, func(s *Set) {
			c := s.ints(0)
			timer := s.afterFunc(time.Hour, func() { s.Send(c, 1) })
			defer timer.Stop()
			s.Recv(c)
		}},
		{"a callback of a context", 1, func(s *Set) {
			c := s.ints(0)
			ctx, cancel := context.WithCancel(s.Here().Ctx())
			defer cancel()
			defer s.afterContext(ctx, func() { s.Send(c, 1) })()
			s.Recv(c)
		}},
		{"a signal", 1, func(s *Set) {
			c := make(chan os.Signal, 1)
			s.channels.add(channelOf(c).at)
			s.notify(func(c chan<- os.Signal, _ ...os.Signal) {}, c)
			s.Recv(c)
		}},
		{"compiled code that the cell has started", 1, func(s *Set) {
			c, asked := s.ints(0), make(chan bool)
			go func() { <-asked }()
			defer close(asked)
			s.Recv(c)
		}},
		{"a goroutine of compiled code that waits as well", 2, func(s *Set) {
			c := s.ints(0)
			asked := make(chan bool)
			go func() { s.Recv(c) }()
			s.Go(1, func() { <-asked })
			defer close(asked)
			s.Recv(c)
		}},
		{"a channel that is given away in what holds it", 1, func(s *Set) {
			c := s.ints(0)
			type held struct{ at []map[string]any }
			s.Given(&held{[]map[string]any{{"c": c}}})
			s.Recv(c)
		}},
		{"somebody who holds it", 1, func(s *Set) { defer s.Hold()(); s.Recv(s.ints(0)) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := NewSet(Options{})
			g := s.NewGroup(t.Context(), nil)
			go func() {
				until(t, "all wait", func() bool { return s.waiting() == tt.waiters })
				moves, _ := s.drowsy()
				if s.asleep(moves) {
					t.Error("taken for a deadlock")
				}
				g.Halt(closing)
			}()
			if o := g.Run(func() { tt.code(s) }); o.Cause != closing {
				t.Errorf("got %+v", o)
			}
			until(t, "all end", func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.strands == 0 })
		})
	}
}

// TestDeadlockAmongCells: a goroutine of an earlier cell may wake a later one.
func TestDeadlockAmongCells(t *testing.T) {
	s := NewSet(Options{})
	defer s.Close()
	a, b := s.ints(0), s.ints(0)
	s.NewGroup(t.Context(), nil).Run(func() {
		s.Go(1, func() { s.Send(b, s.Recv(a)) })
	})
	if o := s.NewGroup(t.Context(), nil).Run(func() { s.Send(a, 1); s.Recv(b) }); o.Cause != nil {
		t.Errorf("got %+v", o.Cause)
	}
	if o := s.NewGroup(t.Context(), nil).Run(func() { s.Recv(b) }); o.Cause != deadlock {
		t.Errorf("when that has ended, got %+v, want a deadlock", o.Cause)
	}
}

// TestChannelsAreForgotten: the set keeps no channel alive.
func TestChannelsAreForgotten(t *testing.T) {
	s := NewSet(Options{})
	for range 20 {
		for range sweepAt {
			s.ints(0)
		}
		runtime.GC()
	}
	if n := len(s.channels.made); n > 4*sweepAt {
		t.Errorf("%d channels are known of %d that are gone", n, 20*sweepAt)
	}
}
