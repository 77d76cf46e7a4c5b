package strand

import (
	"sync"
	"sync/atomic"
	"time"
)

// lot is where goroutines wait for locks, by the address of the lock: a wait
// inside of package sync could not be ended.
//
// Whoever unlocks in interpreted code wakes those who wait. Compiled code does
// not, so that they look for themselves from time to time as well.
type lot struct {
	used   atomic.Int64 // how many wait
	mu     sync.Mutex
	queues map[any][]*parked
}

type parked struct {
	wake   chan struct{}
	writer bool
}

// lookAgain is how long a goroutine waits for a lock before it looks whether
// compiled code has unlocked it.
const lookAgain = 2 * time.Millisecond

func (l *lot) join(lock any, writer bool) *parked {
	p := &parked{make(chan struct{}, 1), writer}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.queues == nil {
		l.queues = map[any][]*parked{}
	}
	l.queues[lock] = append(l.queues[lock], p)
	l.used.Add(1)
	return p
}

func (l *lot) leave(lock any, p *parked) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used.Add(-1)
	q := l.queues[lock]
	for i := range q {
		if q[i] == p {
			q = append(q[:i:i], q[i+1:]...)
			break
		}
	}
	if len(q) == 0 {
		delete(l.queues, lock)
	} else {
		l.queues[lock] = q
	}
}

// wake lets those who wait for a lock try again.
func (l *lot) wake(lock any) {
	if l.used.Load() == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.queues[lock] {
		select {
		case p.wake <- struct{}{}:
		default:
		}
	}
}

// hasWriter reports whether somebody waits to write.
func (l *lot) hasWriter(lock any) bool {
	if l.used.Load() == 0 {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.queues[lock] {
		if p.writer {
			return true
		}
	}
	return false
}

// acquire waits until try succeeds.
func (s *Set) acquire(what string, lock any, writer bool, try func() bool) {
	w := s.await(what, inside{})
	defer w.done()
	p := s.lot.join(lock, writer)
	defer s.lot.leave(lock, p)
	again := time.NewTimer(lookAgain)
	defer again.Stop()
	for !try() {
		select {
		case <-p.wake:
		case <-again.C:
			again.Reset(lookAgain)
		case <-w.end:
			w.halted()
		}
	}
}

func (s *Set) lockMutex(m *sync.Mutex) {
	if !m.TryLock() {
		s.acquire("sync.Mutex.Lock", m, true, m.TryLock)
	}
}

func (s *Set) unlockMutex(m *sync.Mutex) {
	if m.TryLock() {
		m.Unlock()
		s.misuse("sync: unlock of unlocked mutex")
		return
	}
	m.Unlock()
	s.lot.wake(m)
}

func (s *Set) lockRW(m *sync.RWMutex) {
	if !m.TryLock() {
		s.acquire("sync.RWMutex.Lock", m, true, m.TryLock)
	}
}

func (s *Set) unlockRW(m *sync.RWMutex) {
	if m.TryRLock() {
		m.RUnlock()
		s.misuse("sync: Unlock of unlocked RWMutex")
		return
	}
	m.Unlock()
	s.lot.wake(m)
}

// rlockRW waits behind those who wait to write, as Go's lock does.
func (s *Set) rlockRW(m *sync.RWMutex) {
	try := func() bool { return !s.lot.hasWriter(m) && m.TryRLock() }
	if !try() {
		s.acquire("sync.RWMutex.RLock", m, false, try)
	}
}

func (s *Set) runlockRW(m *sync.RWMutex) {
	if m.TryLock() {
		m.Unlock()
		s.misuse("sync: RUnlock of unlocked RWMutex")
		return
	}
	m.RUnlock()
	s.lot.wake(m)
}

// lock is sync.Locker.Lock. A Locker of another type waits as it does.
func (s *Set) lock(l sync.Locker) {
	switch m := l.(type) {
	case *sync.Mutex:
		s.lockMutex(m)
	case *sync.RWMutex:
		s.lockRW(m)
	default:
		l.Lock()
	}
}

// unlock is sync.Locker.Unlock.
func (s *Set) unlock(l sync.Locker) {
	switch m := l.(type) {
	case *sync.Mutex:
		s.unlockMutex(m)
	case *sync.RWMutex:
		s.unlockRW(m)
	default:
		l.Unlock()
	}
}

// misuse ends the cell as Go ends a program, with no way to recover. A
// goroutine that unwinds gets away with it: it may have been told to end
// before it had the lock that a deferred call of it gives back.
func (s *Set) misuse(text string) {
	g := s.Here()
	if g == nil {
		return
	}
	if g.Halted() == nil {
		g.Halt(fatal(text))
	}
	if s.registry.current() == g {
		g.unwind()
	}
}
