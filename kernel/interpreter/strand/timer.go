package strand

import (
	"context"
	"os"
	"runtime"
	"sync"
	"time"
)

// Sleep is time.Sleep.
func (s *Set) Sleep(d time.Duration) {
	if d <= 0 {
		return
	}
	w := s.await("time.Sleep", outside{})
	defer w.done()
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-w.end:
		w.halted()
	}
}

// afterFunc is time.AfterFunc. As long as the timer can be reached, by the
// runtime or by interpreted code, it may fire: until then no deadlock is
// certain.
func (s *Set) afterFunc(d time.Duration, f func()) *time.Timer {
	g, mark := s.Here(), s.Marks.Now()
	if g == nil {
		return time.AfterFunc(d, f)
	}
	t := time.AfterFunc(d, func() { g.call(mark, f) })
	s.holds.Add(1)
	runtime.AddCleanup(t, func(s *Set) { s.holds.Add(-1) }, s)
	return t
}

// afterContext is context.AfterFunc.
func (s *Set) afterContext(ctx context.Context, f func()) (stop func() bool) {
	g, mark := s.Here(), s.Marks.Now()
	if g == nil {
		return context.AfterFunc(ctx, f)
	}
	var once sync.Once
	release := func() { once.Do(func() { s.holds.Add(-1) }) }
	s.holds.Add(1)
	stopIt := context.AfterFunc(ctx, func() {
		defer release()
		g.call(mark, f)
	})
	return func() bool {
		stopped := stopIt()
		if stopped {
			release()
		}
		return stopped
	}
}

// Hold tells that something outside of all cells may yet feed a channel or
// call a function of theirs: no deadlock is declared until release is called.
func (s *Set) Hold() (release func()) {
	s.holds.Add(1)
	return sync.OnceFunc(func() { s.holds.Add(-1) })
}

// notify is signal.Notify, whose channel the runtime feeds.
func (s *Set) notify(notify func(chan<- os.Signal, ...os.Signal), c chan<- os.Signal, sig ...os.Signal) {
	s.Give(c)
	notify(c, sig...)
}
