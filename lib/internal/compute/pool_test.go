package compute

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"
)

// closure makes a task of a function.
type closure struct{ f func(i int) }

func (c *closure) part(i int) { c.f(i) }

// each shares the calls f(0), …, f(n-1) among the threads of a Pool.
func each(p *Pool, n int, f func(i int)) { do(p, n, tiny, closure{f}) }

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestPoolRunsEachPartOnce covers fewer, as many and more parts than threads,
// run after run, so that helpers meet open, closed and changed Runs.
func TestPoolRunsEachPartOnce(t *testing.T) {
	for _, threads := range []int{1, 2, 3, 8} {
		p := newPool(threads)
		for n := range 40 {
			counts := make([]atomic.Int64, n)
			for range 25 {
				each(p, n, func(i int) { counts[i].Add(1) })
			}
			for i := range counts {
				if got := counts[i].Load(); got != 25 {
					t.Fatalf("%d threads, %d parts: got part %d %d times, want 25", threads, n, i, got)
				}
			}
		}
	}
}

// TestPoolShared runs from several goroutines at a time.
func TestPoolShared(t *testing.T) {
	p := newPool(3)
	var total atomic.Int64
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for range 200 {
				each(p, 5, func(i int) { total.Add(int64(i)) })
			}
		})
	}
	callers.Wait()
	if got, want := total.Load(), int64(4*200*10); got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

// TestPoolPanic checks that a panic reaches the caller from whichever thread,
// and that the Pool survives it.
func TestPoolPanic(t *testing.T) {
	p := newPool(4)
	for part := range 50 {
		func() {
			defer func() {
				if got, want := recover(), fmt.Sprintf("part %d", part); got != want {
					t.Errorf("got panic %v, want %q", got, want)
				}
			}()
			each(p, 50, func(i int) {
				if i == part {
					panic(fmt.Sprintf("part %d", i))
				}
			})
		}()
		var calls atomic.Int64
		each(p, 50, func(int) { calls.Add(1) })
		if got := calls.Load(); got != 50 {
			t.Fatalf("after a panic: got %d calls, want 50", got)
		}
	}
}

// TestPoolWakesItsCaller has a part that goes on until the caller, out of patience,
// sleeps: the helper that does it must wake the caller, and not before it is out.
func TestPoolWakesItsCaller(t *testing.T) {
	for range 20 {
		p := newPool(2) // whose helper begins with the second of two parts, while the first waits
		begun := make(chan struct{})
		over := false
		each(p, 2, func(i int) {
			if i == 0 {
				<-begun
				return
			}
			close(begun)
			for p.crew.Load() < waiting {
				runtime.Gosched()
			}
			over = true
		})
		if !over {
			t.Fatal("got a run that ended before its parts")
		}
		each(p, 2, func(int) {})
	}
}

// TestPoolUnderLoad has several goroutines share Pools of more threads than there are
// processors, with runs of any number of parts that yield, find what the caller wrote
// before the run, write for the caller, and sometimes panic.
func TestPoolUnderLoad(t *testing.T) {
	for _, threads := range []int{2, 3, 16} {
		p := newPool(threads)
		var callers sync.WaitGroup
		for caller := range 5 {
			callers.Go(func() {
				r := rand.New(rand.NewPCG(uint64(threads), uint64(caller)))
				for range 100 {
					runAndCheck(t, p, r, 1+r.IntN(40))
				}
			})
		}
		callers.Wait()
		awaitIdle(p)
	}
}

// runAndCheck has n parts square numbers; in one of four runs, one of them panics.
func runAndCheck(t *testing.T, p *Pool, r *rand.Rand, n int) {
	numbers, squares, culprit := make([]int, n), make([]int, n), -1
	for i := range numbers {
		numbers[i] = r.IntN(1000)
	}
	if r.IntN(4) == 0 {
		culprit = r.IntN(n)
	}
	failure := func() (failure any) {
		defer func() { failure = recover() }()
		each(p, n, func(i int) {
			if numbers[i]%3 == 0 {
				runtime.Gosched()
			}
			if i == culprit {
				panic(&numbers[i])
			}
			squares[i] = numbers[i] * numbers[i]
		})
		return nil
	}()
	if culprit >= 0 {
		if failure != &numbers[culprit] {
			t.Errorf("got panic %v, want that of part %d", failure, culprit)
		}
		return
	}
	for i, v := range numbers {
		if squares[i] != v*v {
			t.Errorf("got %d from part %d of %d, want %d", squares[i], i, n, v*v)
		}
	}
}

// awaitIdle returns when a Pool has no goroutines: without a run, it soon has none.
func awaitIdle(p *Pool) {
	for p.helpers.Load() > 0 {
		runtime.Gosched()
	}
}

// TestPoolRefusesNesting checks that a part which begins a run is told so, wherever it
// runs, and does not wait for itself.
func TestPoolRefusesNesting(t *testing.T) {
	p := newPool(3)
	for part := range 6 {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, "a run inside a part of another, want one after the other") {
					t.Errorf("in part %d: got panic %q", part, got)
				}
			}()
			each(p, 6, func(i int) {
				if i == part {
					each(p, 2, func(int) {})
				}
			})
		}()
	}
	each(p, 6, func(int) {})
}

// TestPoolThreads checks what numbers of threads mean.
func TestPoolThreads(t *testing.T) {
	all := runtime.GOMAXPROCS(0)
	for threads, want := range map[int]int{-1: all, 0: all, 1: 1, 7: 7, 4096: 4096, 4097: 4096, math.MaxInt: 4096} {
		if got := newPool(threads).threads; got != want {
			t.Errorf("%d threads: got %d, want %d", threads, got, want)
		}
	}
}

// TestPoolAllocatesNothing checks the steady state of every kind of operation
// that training repeats.
func TestPoolAllocatesNothing(t *testing.T) {
	p := newPool(2)
	c, err := NewConv(Shape{64, 8, 8, 8}, ConvOptions{Out: 8, Kernel: 3, Stride: 1, Pad: 1})
	if err != nil {
		t.Fatal(err)
	}
	s := c.In()
	x, y, w := make([]float32, s.Len()), make([]float32, s.Len()), make([]float32, c.Weights())
	norm := Norm{Shape: s, Epsilon: 1e-5, ReLU: true}
	gamma, beta, mean, variance := make([]float32, 8), make([]float32, 8), make([]float64, 8), make([]float64, 8)
	allocs := testing.AllocsPerRun(20, func() {
		ConvForward(p, &c, y, x, w, Epilogue[float32]{})
		ConvBackwardData(p, &c, x, y, w)
		ConvBackwardWeights(p, &c, w, x, y)
		normForward(p, &norm, y, x, nil, gamma, beta, mean, variance)
		NormBackward(p, &norm, x, gamma, beta, nil, y, x, nil, gamma, beta, mean, variance)
		Add(p, y, x, y)
		BlendForward(p, y, x, nil, nil, 0.5, 0)
		Dot(p, s, x, y)
	})
	if allocs >= 1 {
		t.Errorf("got %v allocations, want none", allocs)
	}
}
