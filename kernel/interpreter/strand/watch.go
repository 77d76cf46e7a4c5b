package strand

import (
	"runtime/metrics"
	"time"
)

// Go ends the process when a stack passes 1 GB, and nothing can recover that.
// While anything runs its set therefore looks every few milliseconds at how
// much memory all stacks hold, and brakes before it is too late: this costs
// running code nothing, where counting calls would cost every call.
const (
	watchEvery = 5 * time.Millisecond
	maxStack   = 200 << 20 // bytes of all stacks: one alone has 256 MB then, of which half is used
	maxFrames  = 100_000   // of Go, on one stack: some 50,000 interpreted calls
)

// pulseEvery is after how many looks goroutines of halted cells are told again
// that they have to end: they may have been in compiled code until now.
const pulseEvery = 20

// watch looks after the goroutines of the set for as long as there are any.
func (s *Set) watch() {
	leaveAll()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var sleep slumber
	for look := 1; ; look++ {
		<-tick.C
		if s.unwatched() {
			s.brake.set(func(b *brake) { b.deep, b.pulse = false, false })
			return
		}
		metrics.Read(sample)
		deep := sample[0].Value.Uint64() > maxStack
		pulse := look%pulseEvery == 0 && s.lingering()
		s.brake.mu.Lock()
		changed := deep != s.brake.deep || pulse != s.brake.pulse
		s.brake.mu.Unlock()
		if changed {
			s.brake.set(func(b *brake) { b.deep, b.pulse = deep, pulse })
		}
		sleep.look(s)
	}
}

// unwatched ends the watch if nothing is left to be watched.
func (s *Set) unwatched() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watching = s.strands > 0
	return !s.watching
}

// lingering reports whether goroutines of halted groups are alive.
func (s *Set) lingering() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for g := range s.live {
		if g.Halted() != nil {
			return true
		}
	}
	return false
}
