package strand

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// grace is how long a halted cell may take to end before it is left alone.
const grace = 2 * time.Second

// Group is all goroutines of one cell: the one that runs it, those that it
// starts, and those that compiled code starts on its behalf.
type Group struct {
	set    *Set
	parent context.Context
	ctx    context.Context
	cancel context.CancelFunc
	data   any

	program bool // see EndOnPanic

	cause     atomic.Pointer[Cause] // why it must end
	stop      chan struct{}         // closed when cause is set
	empty     chan struct{}         // closed when the last strand has ended
	emptied   sync.Once
	unwinding sync.Map    // goroutines (by number) to when they last began to unwind
	ending    atomic.Bool // the main goroutine has begun to, and left no watched function yet

	mu     sync.Mutex
	over   bool // Run has returned
	fallen *Panic
	trails map[int64]*Steps // by goroutine
	waited *Wait            // what its main goroutine waited for when it was halted
	main   int64
}

// Panic is a panic that nobody recovered.
type Panic struct {
	Value   any // what Go would have panicked with
	Raw     any // as it was recovered
	Trail   Steps
	Go      bool // on a goroutine that a go statement started
	Started int  // the mark of that statement
}

// Outcome is how a cell ended.
type Outcome struct {
	Panic  *Panic // the cell itself panicked
	Fallen *Panic // the first of its goroutines that did
	Cause  *Cause // it was halted
	Waited *Wait  // what it waited for then; nil if it ran

	// Abandoned tells that the cell did not end in time and was left behind,
	// waiting for what Waited says.
	Abandoned bool
}

// Data returns what NewGroup was given.
func (g *Group) Data() any { return g.data }

// Ctx returns the context of the cell, which only a halt ends.
func (g *Group) Ctx() context.Context { return g.ctx }

// Halted returns why the group has to end, or nil.
func (g *Group) Halted() *Cause { return g.cause.Load() }

// Stopped returns a channel that is closed when the group is halted.
func (g *Group) Stopped() <-chan struct{} { return g.stop }

// Silent reports whether what the group prints from now on is not to be seen.
func (g *Group) Silent() bool {
	c := g.cause.Load()
	return c != nil && c.silent()
}

// Halt ends the goroutines of the group at their next poll, and what they wait
// for at once. The first cause stays.
func (g *Group) Halt(c *Cause) {
	if !g.cause.CompareAndSwap(nil, c) {
		return
	}
	close(g.stop)
	g.cancel()
	g.set.brake.set(func(b *brake) { b.halt = true })
}

// IsMain reports whether this is the goroutine that runs the cell.
func (g *Group) IsMain() bool {
	if g.set.registry.current() != g {
		return false
	}
	g.mu.Lock()
	main := g.main
	g.mu.Unlock()
	return goroutineID() == main
}

// EndOnPanic lets the panic of any goroutine end the whole group, as it ends a
// Go program. It is called before Run.
func (g *Group) EndOnPanic() { g.program = true }

// Run runs the cell, once, and returns when it has ended; when it was halted,
// not later than the grace time. Goroutines that it started may live on, and
// what they panic with from then on goes to [Options.Late].
func (g *Group) Run(f func()) Outcome {
	g.set.begin(g)
	defer g.set.end()
	done := make(chan Outcome, 1)
	if g.parent.Err() != nil {
		g.Halt(Interrupt(g.parent))
	}
	if !g.set.enter(g) {
		g.Halt(closing)
		return g.finish(Outcome{})
	}
	go g.runMain(f, done)
	select {
	case o := <-done:
		return g.finish(o)
	case <-g.parent.Done():
		g.Halt(Interrupt(g.parent))
	case <-g.stop:
	}
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case o := <-done:
		return g.finish(o)
	case <-late.C:
		return g.finish(Outcome{Abandoned: true})
	}
}

// finish completes an outcome. From here on nothing is told to the group.
func (g *Group) finish(o Outcome) Outcome {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.over = true
	o.Fallen, o.Cause, o.Waited = g.fallen, g.cause.Load(), g.waited
	if o.Abandoned {
		o.Waited = g.set.stuckIn(g, o.Waited)
	}
	return o
}

// runMain runs the cell on its goroutine and tells how that ended.
func (g *Group) runMain(f func(), done chan<- Outcome) {
	g.set.registry.enter(g)
	g.mu.Lock()
	g.main = goroutineID()
	g.mu.Unlock()
	var o Outcome
	returned := false
	defer func() {
		if v := recover(); v != nil {
			steps := g.set.Trail.Take()
			o.Panic = &Panic{Value: steps.recovered(v), Raw: v, Trail: steps}
			returned = true
		}
		g.set.leave(g)
		if !returned && g.Halted() == nil {
			g.outlive()
		}
		done <- o
	}()
	if g.Halted() != nil {
		runtime.Goexit()
	}
	g.set.perform(f)
	returned = true
}

// outlive waits for the other goroutines, as a Go program does whose main
// goroutine has called runtime.Goexit, and ends as that does.
func (g *Group) outlive() {
	select {
	case <-g.empty:
		g.Halt(goexited)
	case <-g.stop:
	}
}
