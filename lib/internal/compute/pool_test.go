package compute

import (
	"fmt"
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
