package interpreter

import (
	"bytes"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// halt is why the code of a cell has to end.
type halt struct {
	name string // of the Error
	text string
}

// strand is a goroutine that runs code of a cell.
type strand struct {
	run    *run
	main   bool      // runs the cell itself
	halted time.Time // when it was last made to unwind
}

// strands knows the goroutines that run interpreted code, by their number.
//
// The number is parsed from a stack trace, which is the only way to it. It is
// asked for where a goroutine starts or is about to stop or block, never in
// code that runs.
type strands struct {
	byID    sync.Map
	started atomic.Int64 // how many go statements' goroutines have not ended
}

func (s *strands) current() *strand {
	if st, ok := s.byID.Load(goroutineID()); ok {
		return st.(*strand)
	}
	return nil
}

func (s *strands) enter(st *strand) { s.byID.Store(goroutineID(), st) }
func (s *strands) leave()           { s.byID.Delete(goroutineID()) }

// others reports whether goroutines that cells have started are alive.
func (s *strands) others() bool { return s.started.Load() > 0 }

// runs returns the cells of which something is still running.
func (s *strands) runs() (list []*run) {
	for _, st := range s.byID.Range {
		list = append(list, st.(*strand).run)
	}
	return list
}

func goroutineID() int64 {
	var buf [64]byte
	text := bytes.TrimPrefix(buf[:runtime.Stack(buf[:], false)], []byte("goroutine "))
	digits, _, _ := bytes.Cut(text, []byte(" "))
	id, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		panic("interpreter: the runtime numbers its goroutines differently: " + string(text))
	}
	return id
}

// brake is the flag that lowered code polls, and who has set it.
type brake struct {
	mu   sync.Mutex
	stop bool // read by interpreted code; written by set alone
	halt bool // a cell was halted
	deep bool // stacks have grown beyond what a healthy program needs

	isDeep atomic.Bool // deep, for those without the lock
}

// set changes who holds the brake.
func (b *brake) set(change func(b *brake)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(b)
	b.isDeep.Store(b.deep)
	write(&b.stop, b.halt || b.deep)
}

// write stores into a flag that interpreted code polls without any lock: the
// poll stands in every loop and must cost next to nothing. That is a data race
// by the book, on one byte that only ever delays the reader by an iteration,
// so the race detector is told not to look.
//
//go:norace
func write(p *bool, v bool) { *p = v }

// unwindTime is how long deferred calls of a halted cell may take before the
// next poll panics once more.
const unwindTime = 500 * time.Millisecond

// check is called by a poll that found the brake set. If this goroutine is
// meant it does not return.
func (s *Session) check() {
	st := s.strands.current()
	if st == nil {
		return // a goroutine of compiled code
	}
	if st.run.halted() != nil && time.Since(st.halted) > unwindTime {
		st.end() // else its deferred calls are running
	}
	if s.brake.isDeep.Load() && deeperThan(maxFrames) {
		st.run.halt(&halt{runtimeError, "stack overflow: the recursion has no end, or is too deep for the interpreter"})
		st.end()
	}
}

// wake is called by code that was waiting for the halt as well.
func (s *Session) wake() {
	if st := s.strands.current(); st != nil && st.run.halted() != nil {
		st.end()
	}
}

// end ends this goroutine. Goexit, not a panic, because deferred calls run all
// the same, recover cannot keep the goroutine, and yaegi takes a time that is
// quadratic in the depth to pass a panic up.
func (st *strand) end() {
	st.halted = time.Now()
	runtime.Goexit()
}

// endCell is for code of the cell that wants to end it.
func (s *Session) endCell(h *halt) {
	st := s.strands.current()
	if st == nil {
		s.current.Load().halt(h)
		runtime.Goexit()
	}
	st.run.halt(h)
	st.end()
}

// recovered is what recover() returns to interpreted code.
func (s *Session) recovered(v any) any {
	if v == nil {
		return nil
	}
	if st := s.strands.current(); st != nil && st.main {
		s.machine.trail.reset() // of a panic that is over
	}
	return goValue(v)
}

// stopped returns the channel that ends what blocks on this goroutine.
func (s *Session) stopped() <-chan struct{} {
	if st := s.strands.current(); st != nil {
		return st.run.stop
	}
	return nil
}

// sleep is time.Sleep that an interrupt ends.
func (s *Session) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.stopped():
		s.wake()
	}
}

// fallen tells of a goroutine that panicked: its cell fails, or if that has
// ended hears of it on standard error.
func (s *Session) fallen(st *strand, at int, v any) {
	p := s.marks.numbered(at).at
	e := s.errorAt(p, panicked, "panic: "+s.userText(panicText(goValue(v))), s.userText(panicText(goValue(v))))
	e.Traceback = append(e.Traceback, "in a goroutine started at "+p.String())
	if !st.run.fail(e) {
		st.run.out.Stderr([]byte(e.Traceback[0] + "\n\nin a goroutine started at " + p.String() + "\n"))
	}
}

// start is what a go statement becomes. A panic in the goroutine would end the
// process, so it is told to the cell instead.
func (s *Session) start(at int, f func()) {
	st := &strand{run: s.current.Load()}
	if parent := s.strands.current(); parent != nil {
		st.run = parent.run
	}
	s.strands.started.Add(1)
	go func() {
		defer s.strands.started.Add(-1)
		s.strands.enter(st)
		defer s.strands.leave()
		defer func() {
			if v := recover(); v != nil {
				s.fallen(st, at, v)
			}
		}()
		if s.closed.Load() {
			return
		}
		f()
	}()
}
