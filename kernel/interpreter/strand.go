package interpreter

import (
	"bytes"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// halt is what a poll panics with to end the code of a cell. User code cannot
// keep it: recover hides it, and the next poll panics again.
type halt struct {
	name string // of the Error
	text string
}

// strand is a goroutine that runs code of a cell.
type strand struct {
	run    *run
	at     string    // where it was started, for goroutines of the user's
	halted time.Time // when it was last made to unwind
}

// strands knows the goroutines that run interpreted code, by their number.
//
// The number is parsed from a stack trace, which is the only way to it. It is
// asked for where a goroutine starts or is about to stop or block, never in
// code that runs.
type strands struct{ byID sync.Map }

func (s *strands) current() *strand {
	if st, ok := s.byID.Load(goroutineID()); ok {
		return st.(*strand)
	}
	return nil
}

func (s *strands) enter(st *strand) { s.byID.Store(goroutineID(), st) }
func (s *strands) leave()           { s.byID.Delete(goroutineID()) }

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

// check is called by a poll that found the brake set. It panics if this
// goroutine is meant.
func (s *Session) check() {
	st := s.strands.current()
	if st == nil {
		return // a goroutine of compiled code
	}
	if h := st.run.halted(); h != nil {
		if time.Since(st.halted) < unwindTime {
			return // its deferred calls are running
		}
		s.unwind(st, h)
	}
	if s.brake.isDeep.Load() && deeperThan(maxFrames) {
		panic(&halt{"runtime error", "stack overflow: the recursion has no end, or is too deep for the interpreter"})
	}
}

// wake is check for code that waited for halted: it does not go on.
func (s *Session) wake() {
	if st := s.strands.current(); st != nil {
		if h := st.run.halted(); h != nil {
			s.unwind(st, h)
		}
	}
}

func (s *Session) unwind(st *strand, h *halt) {
	st.halted = time.Now()
	panic(h)
}

// recovered is what recover() returns to interpreted code.
func (s *Session) recovered(v any) any {
	if _, ok := v.(*halt); !ok {
		return goValue(v)
	}
	if st := s.strands.current(); st != nil {
		st.halted = time.Time{} // the next poll panics again
	}
	return nil
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

// Strand is what lowered code holds of a goroutine that it is about to start.
type Strand strand

// fork is called where a go statement stands, by the goroutine that executes
// it.
func (s *Session) fork(at string) *Strand {
	st := &strand{at: at}
	if parent := s.strands.current(); parent != nil {
		st.run = parent.run
	} else {
		st.run = s.current.Load()
	}
	return (*Strand)(st)
}

// begin is the first thing that a started goroutine does.
func (s *Session) begin(st *Strand) { s.strands.enter((*strand)(st)) }

// end is the last thing: it is deferred, with what recover returned. A panic
// here would end the process, so it is told to the cell instead.
func (s *Session) end(st *Strand, v any) {
	s.strands.leave()
	switch v := v.(type) {
	case nil:
	case *halt:
		if v.name == exited || v.name == runtimeError {
			st.run.halt(v)
		}
	default:
		text := "panic: " + panicText(goValue(v)) + "\n\nin a goroutine started at " + st.at + "\n"
		st.run.out.Stderr([]byte(text))
	}
}
