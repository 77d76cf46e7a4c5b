package strand

import (
	"sync"
	"sync/atomic"
	"time"
)

// apart runs a wait that cannot be ended on a goroutine of no group, and
// returns a channel that tells, once, that it is over, and what it panicked
// with: "WaitGroup is reused" ends a process if nobody catches it.
func apart(wait func()) <-chan any {
	over := make(chan any, 1)
	go func() {
		leaveAll()
		defer func() { over <- recover() }()
		wait()
	}()
	return over
}

// after panics with what a wait on another goroutine panicked with.
func after(panicked any) {
	if panicked != nil {
		panic(panicked)
	}
}

// waitGroup is sync.(*WaitGroup).Wait. After a halt a goroutine stays behind
// until the count is zero.
func (s *Set) waitGroup(wg *sync.WaitGroup) {
	w := s.await("sync.WaitGroup.Wait", inside{})
	defer w.done()
	select {
	case v := <-apart(wg.Wait):
		after(v)
	case <-w.end:
		w.halted()
	}
}

// goInGroup is sync.(*WaitGroup).Go.
func (s *Set) goInGroup(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	s.Go(s.Marks.Now(), func() {
		defer wg.Done()
		f()
	})
}

// waitCond is sync.(*Cond).Wait.
func (s *Set) waitCond(c *sync.Cond) {
	w := s.await("sync.Cond.Wait", inside{})
	defer w.done()
	var settled atomic.Bool
	woken := apart(func() {
		c.Wait()
		if !settled.CompareAndSwap(false, true) { // nobody waits any more: let somebody else have the signal
			c.Signal()
			c.L.Unlock()
		}
	})
	select {
	case v := <-woken:
		after(v)
	case <-w.end:
		if settled.CompareAndSwap(false, true) {
			s.relock(c.L)
		} else {
			<-woken
		}
		w.halted()
	}
}

// relock takes a lock, if it is to be had in time, for deferred calls that
// will give it back.
func (s *Set) relock(l sync.Locker) {
	m, ok := l.(interface{ TryLock() bool })
	if !ok {
		return
	}
	for deadline := time.Now().Add(unwindTime); !m.TryLock() && time.Now().Before(deadline); {
		time.Sleep(lookAgain)
	}
}
