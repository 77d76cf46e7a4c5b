package compute

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Pool shares work among a fixed number of threads. It has no workers while
// it is idle: a Run starts short-lived goroutines that end with it, so a Pool
// needs no Close and cannot leak.
//
// A Pool may be used by several goroutines; their Runs take turns. A Run must
// not be started from inside another Run of the same Pool.
type Pool struct {
	threads int
	help    func() // p.helper, bound once: a go statement on it allocates nothing

	running sync.Mutex // held for the length of a Run
	task    task
	parts   int64
	next    atomic.Int64  // next part to hand out
	crew    atomic.Int64  // open flag and number of helpers inside the current Run
	asked   atomic.Int64  // helpers started but not yet inside or gone
	left    chan struct{} // the last helper out of a closed Run says so

	shelf sync.Mutex  // guards spare
	spare map[any]any // one task of each type, kept for its next use
}

// task is work that falls into numbered parts, each independent of the others.
type task interface{ part(i int) }

// closure makes a task of a function.
type closure struct{ f func(i int) }

func (c *closure) part(i int) { c.f(i) }

// open is the flag in Pool.crew that lets helpers in.
const open = 1 << 32

// NewPool returns a Pool of the given number of threads; 0 means
// [runtime.GOMAXPROCS].
func NewPool(threads int) *Pool {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	p := &Pool{threads: threads, left: make(chan struct{}, 1), spare: map[any]any{}}
	p.help = p.helper
	return p
}

// Threads is the number of threads that share the work.
func (p *Pool) Threads() int { return p.threads }

// Run calls f(0), …, f(n-1), each exactly once, perhaps several at a time, and
// returns when all have returned. Every f(i) must own what it writes; then
// results do not depend on the number of threads.
func (p *Pool) Run(n int, f func(i int)) {
	do(p, n, tiny, closure{f})
}

// share runs the n parts of t.
func (p *Pool) share(n int, t task) {
	if n <= 1 || p.threads == 1 {
		for i := range n {
			t.part(i)
		}
		return
	}
	p.running.Lock()
	defer p.running.Unlock()
	p.task, p.parts = t, int64(n)
	p.next.Store(0)
	p.crew.Store(open)
	for range min(p.threads, n) - 1 - int(p.asked.Load()) {
		p.asked.Add(1)
		go p.help()
	}
	p.work()
	// Parts may still be running in helpers that are inside; late ones find
	// the Run closed.
	if p.crew.Add(-open) > 0 {
		<-p.left
	}
	p.task = nil
}

// work takes parts until none is left.
func (p *Pool) work() {
	t, parts := p.task, p.parts
	for i := p.next.Add(1) - 1; i < parts; i = p.next.Add(1) - 1 {
		t.part(int(i))
	}
}

// helper joins the current Run if there still is one.
func (p *Pool) helper() {
	p.asked.Add(-1)
	for {
		crew := p.crew.Load()
		if crew < open {
			return
		}
		if p.crew.CompareAndSwap(crew, crew+1) {
			break
		}
	}
	p.work()
	if p.crew.Add(-1) == 0 {
		p.left <- struct{}{}
	}
}

// tiny is the number of elementary operations below which starting helpers
// costs more than they save.
const tiny = 16 << 10

// do runs the n parts of a task, about work elementary operations together.
// The task's memory is kept by the Pool for the next call, so that nothing is
// allocated in steady state.
func do[K any, P interface {
	*K
	task
}](p *Pool, n, work int, k K,
) {
	t := take[K](p)
	*t = k
	if work < tiny {
		for i := range n {
			P(t).part(i)
		}
	} else {
		p.share(n, P(t))
	}
	var none K
	*t = none
	put(p, t)
}

// take returns a spare task of type K, or a new one.
func take[K any](p *Pool) *K {
	p.shelf.Lock()
	defer p.shelf.Unlock()
	if t, ok := p.spare[(*K)(nil)].(*K); ok && t != nil {
		p.spare[(*K)(nil)] = (*K)(nil)
		return t
	}
	return new(K)
}

// put keeps a task for the next [take].
func put[K any](p *Pool, t *K) {
	p.shelf.Lock()
	p.spare[(*K)(nil)] = t
	p.shelf.Unlock()
}
