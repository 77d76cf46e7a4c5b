package compute

import (
	"hash/maphash"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// Pool shares work among a fixed number of threads. Its helpers are goroutines
// that end by themselves soon after the last run, so a Pool needs no Close,
// cannot leak, and costs nothing while it is idle.
//
// A Pool may be used by several goroutines; their runs take turns. A run, the parts
// of one operation, must not be started from inside another: where it would have to
// wait for itself, it panics.
type Pool struct {
	threads int
	narrow  *simd.Kernels[float32]
	wide    *simd.Kernels[float64]
	seed    maphash.Seed // of digests
	help    func()       // p.helper, bound once: a go statement on it allocates nothing

	running sync.Mutex // held for the length of a run
	task    task
	back    bool                // last parts first
	shares  []share             // of the parts, one per thread
	run     atomic.Int64        // number of the run
	crew    atomic.Int64        // helpers inside the run, and the flags open and waiting
	helpers atomic.Int64        // helpers alive, in a run or looking for one
	hired   atomic.Int64        // helpers so far
	left    chan struct{}       // the last helper out says so to a waiting caller
	failure atomic.Pointer[any] // what a part panicked with

	spares sync.Mutex     // guards spare
	spare  map[any]*shelf // tasks and scratch by type, kept for their next use
}

// Flags in Pool.crew.
const (
	open    = 1 << 32 // helpers may come in
	waiting = 1 << 33 // the caller sleeps until the last helper is out
)

// share is the parts that a thread does before it takes others'. The same thread
// gets about the same pixels in one operation after the other, and finds in its cache
// what it wrote last.
type share struct {
	next       atomic.Int64 // next part to hand out
	first, end int64
	_          [40]byte // a cache line for each
}

// work runs the parts of a share that are left, the last ones first if it goes
// backwards.
func (s *share) work(t task, backwards bool) {
	for i := s.next.Add(1) - 1; i < s.end; i = s.next.Add(1) - 1 {
		if backwards {
			t.part(int(s.first + s.end - 1 - i))
		} else {
			t.part(int(i))
		}
	}
}

// patience is how often a goroutine with nothing to do yields before it sleeps
// or ends, about a millisecond in all. Waking a sleeping processor can take
// a third of one: longer than most operations.
const patience = 4096

// glances is how often it looks for what it waits for between two yields. A yield
// takes a few of the scheduler's locks and may wake another processor.
const glances = 64

// mostThreads is more than any machine has, and than operations have parts.
const mostThreads = 4096

// NewPool returns a Pool of the given number of threads, 0 for
// [runtime.GOMAXPROCS], that runs the kernels of an instruction set which the
// machine must have. Beyond some thousands, more threads are no more.
func NewPool(threads int, isa simd.ISA) *Pool {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	threads = min(threads, mostThreads)
	p := &Pool{
		threads: threads,
		narrow:  simd.Of[float32](isa),
		wide:    simd.Of[float64](isa),
		seed:    maphash.MakeSeed(),
		shares:  make([]share, threads),
		left:    make(chan struct{}, 1),
		spare:   map[any]*shelf{},
	}
	p.help = p.helper
	return p
}

// kernels returns the Pool's kernels for T.
func kernels[T Float](p *Pool) *simd.Kernels[T] {
	if k, ok := any(p.narrow).(*simd.Kernels[T]); ok {
		return k
	}
	return any(p.wide).(*simd.Kernels[T])
}

// share runs the n parts of t.
func (p *Pool) share(n int, t task, backwards bool) {
	p.enter()
	defer p.running.Unlock()
	p.task, p.back = t, backwards
	for i := range p.shares {
		s := &p.shares[i]
		s.first, s.end = int64(i*n/p.threads), int64((i+1)*n/p.threads)
		s.next.Store(s.first)
	}
	p.crew.Store(open)
	p.run.Add(1)
	for range min(p.threads, n) - 1 - int(p.helpers.Load()) {
		p.helpers.Add(1)
		go p.help()
	}
	p.work(0)
	// Parts may still be running in helpers that are inside; late ones find
	// the run closed.
	p.crew.Add(-open)
	p.wait()
	p.task = nil
	if failure := p.failure.Swap(nil); failure != nil {
		panic(*failure)
	}
}

// enter waits until no run is in the way.
func (p *Pool) enter() {
	if p.running.TryLock() {
		return
	}
	mustNotBePart()
	p.running.Lock()
}

// mustNotBePart panics if a part is calling: the run that it would wait for waits
// for it. It looks through the calls, which takes a microsecond, but only a
// goroutine that has to wait anyway.
func mustNotBePart() {
	var calls [32]uintptr
	frames := runtime.CallersFrames(calls[:runtime.Callers(2, calls[:])])
	for more := true; more; {
		var call runtime.Frame
		if call, more = frames.Next(); strings.HasSuffix(call.Function, "compute.(*Pool).work") {
			panic("compute: got a run inside a part of another, want one after the other")
		}
	}
}

// work takes parts until none is left, first those of a thread's own share. A panic
// of a part ends the run and is kept for its caller: in a helper it would end the
// program.
func (p *Pool) work(thread int) {
	defer func() {
		if failure := recover(); failure != nil {
			kept := failure // allocated only here
			p.failure.CompareAndSwap(nil, &kept)
			for i := range p.shares {
				p.shares[i].next.Store(p.shares[i].end)
			}
		}
	}()
	for i := range p.shares {
		p.shares[(thread+i)%len(p.shares)].work(p.task, p.back)
	}
}

// wait returns when no helper is inside the closed run.
func (p *Pool) wait() {
	for i := range patience * glances {
		if p.crew.Load() == 0 {
			return
		}
		if i%glances == glances-1 {
			runtime.Gosched()
		}
	}
	if p.crew.Add(waiting) > waiting {
		<-p.left
	}
	p.crew.Store(0)
}

// helper joins one run after the other until there has been none for a while.
func (p *Pool) helper() {
	defer p.helpers.Add(-1)
	thread := 1 + int(p.hired.Add(1)%int64(p.threads-1))
	for last, idle := int64(0), 0; idle < patience*glances; idle++ {
		if run := p.run.Load(); run != last && p.join() {
			last, idle = run, 0
			p.work(thread)
			if p.crew.Add(-1) == waiting {
				p.left <- struct{}{}
			}
		}
		if idle%glances == glances-1 {
			runtime.Gosched()
		}
	}
}

// join enters the current run unless it is closed.
func (p *Pool) join() bool {
	for crew := p.crew.Load(); crew >= open && crew < waiting; crew = p.crew.Load() {
		if p.crew.CompareAndSwap(crew, crew+1) {
			return true
		}
	}
	return false
}
