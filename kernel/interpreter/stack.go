package interpreter

import (
	"runtime"
	"runtime/metrics"
	"time"
)

// Go ends the process when a stack passes 1 GB, and nothing can recover that.
// While a cell runs its session therefore looks every few milliseconds at how
// much memory all stacks hold, and brakes before it is too late: this costs
// running code nothing, where counting calls would cost every call.
const (
	watchEvery = 5 * time.Millisecond
	maxStack   = 200 << 20 // bytes of all stacks: one alone has 256 MB then, of which half is used
	maxFrames  = 100_000   // of Go, on one stack: some 50,000 interpreted calls
)

// watchStacks sets and releases the brake until done is closed.
func (s *Session) watchStacks(done <-chan struct{}) {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	defer s.brake.set(func(b *brake) { b.deep = false })
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		metrics.Read(sample)
		deep := sample[0].Value.Uint64() > maxStack
		if deep != s.brake.isDeep.Load() {
			s.brake.set(func(b *brake) { b.deep = deep })
		}
	}
}

// deeperThan reports whether more than n calls are on this goroutine's stack.
func deeperThan(n int) bool {
	var pc [1]uintptr
	return runtime.Callers(n, pc[:]) > 0
}
