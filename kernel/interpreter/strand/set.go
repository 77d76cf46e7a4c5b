package strand

import (
	"context"
	"log"
	"sync"
	"sync/atomic"
)

// Set is all goroutines that the cells of a session run on.
type Set struct {
	// Marks are the statements that lowered code has marked.
	Marks Marks
	// Trail is what yaegi is to have for its standard error.
	Trail Trail

	late     func(*Group, *Panic)
	log      *log.Logger
	registry *registry
	brake    brake
	waits    waits
	lot      lot
	channels channels
	fallings fallings
	holds    atomic.Int64 // what compiled code will call some day

	performing atomic.Int64 // goroutines that run interpreted code

	mu       sync.Mutex
	live     map[*Group]int // how many strands have not ended
	strands  int            // their sum
	current  *Group         // the cell that runs, or the last that did
	running  bool
	watching bool
	closed   bool
}

// Options are what a [Set] needs from its session.
type Options struct {
	// Late is told of a goroutine that panicked when its cell was over. Nil
	// drops the news.
	Late func(*Group, *Panic)
	// Log is what log.Fatal writes to; nil is log.Default().
	Log *log.Logger
}

// NewSet returns a set without goroutines.
func NewSet(o Options) *Set {
	s := &Set{late: o.Late, log: o.Log, live: map[*Group]int{}}
	if s.late == nil {
		s.late = func(*Group, *Panic) {}
	}
	s.registry = newRegistry(s)
	s.Trail.set = s
	s.Marks.Use(new(int))
	s.brake.stop = new(bool)
	return s
}

// Here returns the group of this goroutine; on one that belongs to none, the
// group that runs or ran last, which is nil before the first.
func (s *Set) Here() *Group {
	if g := s.registry.current(); g != nil {
		return g
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

// Alone reports whether no goroutine but the one that runs the cell is alive.
func (s *Set) Alone() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.strands <= 1
}

// Close halts whatever is left running and lets nothing start any more.
func (s *Set) Close() {
	s.mu.Lock()
	s.closed = true
	var left []*Group
	for g := range s.live {
		left = append(left, g)
	}
	s.mu.Unlock()
	for _, g := range left {
		g.Halt(closing)
	}
}

// begin makes a group the one that runs.
func (s *Set) begin(g *Group) {
	s.mu.Lock()
	s.current, s.running = g, true
	s.mu.Unlock()
	s.brake.set(func(b *brake) { b.halt = false })
}

func (s *Set) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = false
}

// enter counts a strand that is about to start. It reports false if the set is
// closed.
func (s *Set) enter(g *Group) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.live[g]++
	s.strands++
	if !s.watching {
		s.watching = true
		go s.watch()
	}
	return true
}

// leave counts a strand that has ended.
func (s *Set) leave(g *Group) {
	s.mu.Lock()
	s.strands--
	s.live[g]--
	last := s.live[g] == 0
	if last {
		delete(s.live, g)
	}
	s.mu.Unlock()
	if last {
		g.emptied.Do(func() { close(g.empty) })
	}
}

// NewGroup returns the group of a cell that has not begun. The end of parent
// halts it. What data is only the session knows: see [Group.Data].
func (s *Set) NewGroup(parent context.Context, data any) *Group {
	g := &Group{
		set: s, parent: parent, data: data,
		stop: make(chan struct{}), empty: make(chan struct{}),
	}
	// What a cell starts may outlive it: only a halt ends its context.
	g.ctx, g.cancel = context.WithCancel(context.WithoutCancel(parent))
	return g
}
