package strand

import (
	"sync"
	"unsafe"
)

// Wait is something that a goroutine waits for.
type Wait struct {
	What string // "a channel receive", "sync.Mutex.Lock", "a call of net/http.Get"
	Mark int    // the last mark before; 0 if unknown
}

// wait is a goroutine that blocks in a helper.
type wait struct {
	Wait
	set        *Set
	group      *Group
	end        <-chan struct{} // ends it; nil for a goroutine without a group
	on         source
	prev, next *wait
}

// source is what can end a wait.
type source interface {
	// dry reports that only interpreted code can end the wait: if that is all
	// asleep, nothing will.
	dry(s *Set) bool
}

// outside is a source that compiled code or time feeds.
type outside struct{}

func (outside) dry(*Set) bool { return false }

// inside is a source that interpreted code alone feeds.
type inside struct{}

func (inside) dry(*Set) bool { return true }

// channel is a channel as a source, by its address.
type channel struct{ at unsafe.Pointer }

func (c channel) dry(s *Set) bool { return c.at == nil || s.channels.owns(c.at) }

// several are the channels of a select statement.
type several []channel

func (l several) dry(s *Set) bool {
	for _, c := range l {
		if !c.dry(s) {
			return false
		}
	}
	return true
}

// waits are the goroutines that block in helpers at the moment.
type waits struct {
	mu    sync.Mutex
	first *wait
	count int
	moves uint64 // how often anything began or ended to wait
}

// await registers this goroutine as one that is about to block. The caller
// selects on w.end as well, calls w.halted when that comes, and w.done in any
// case.
func (s *Set) await(what string, on source) *wait {
	g := s.registry.current()
	w := &wait{Wait: Wait{what, s.Marks.Now()}, set: s, group: g, on: on}
	if g == nil {
		return w
	}
	w.end = g.patience()
	q := &s.waits
	q.mu.Lock()
	defer q.mu.Unlock()
	if w.next = q.first; w.next != nil {
		w.next.prev = w
	}
	q.first = w
	q.count++
	q.moves++
	return w
}

func (w *wait) done() {
	if w.group == nil {
		return
	}
	q := &w.set.waits
	q.mu.Lock()
	defer q.mu.Unlock()
	if w.next != nil {
		w.next.prev = w.prev
	}
	if w.prev != nil {
		w.prev.next = w.next
	} else {
		q.first = w.next
	}
	q.count--
	q.moves++
}

// halted ends this goroutine, whose wait its group's halt has ended.
func (w *wait) halted() {
	if w.group.IsMain() {
		w.group.mu.Lock()
		if w.group.waited == nil {
			w.group.waited = &w.Wait
		}
		w.group.mu.Unlock()
	}
	for {
		w.group.unwind()
		<-w.group.patience() // its time is up next
	}
}
