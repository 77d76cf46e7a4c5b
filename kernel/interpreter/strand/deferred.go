package strand

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// Deferred are the calls that a function of interpreted code has deferred.
//
// yaegi keeps such lists itself, but forgets what is left of one when a
// deferred call panics, and lets no closure of a function run while its
// deferred calls do: they wait for each other forever.
type Deferred struct {
	set      *Set
	calls    []deferredCall
	returned bool
	falling  *Falling // the panic that deferred calls may recover
}

type deferredCall struct {
	f     func()
	depth int
}

// Falling is a panic on its way up. Nil is none, and cannot be recovered.
type Falling struct {
	value     any // as it was recovered
	recovered bool
	depth     int // of the deferred function, see Defer
}

// Deferring runs the body of a function, which defers calls by [Defer], and
// then those calls.
func (s *Set) Deferring(body func(*Deferred)) {
	d := &Deferred{set: s}
	defer d.unwind()
	body(d)
	d.returned = true
}

// Defer defers a call. The depth is that of the function of the user's below
// f, which is 1 itself if it is the user's: recover works in that function and
// in none that it calls. It is 0 if there is no such function.
func Defer(d *Deferred, depth int, f func()) {
	d.calls = append(d.calls, deferredCall{f, depth})
}

func (d *Deferred) unwind() {
	if v := recover(); v != nil {
		d.falling = &Falling{value: v}
	}
	d.run()
	if d.falling != nil && !d.falling.recovered {
		d.set.Trail.resume()
		panic(d.falling.value)
	}
}

// run makes the calls that are left. It goes on when one of them panics, and
// when one ends the goroutine.
func (d *Deferred) run() {
	ended := true
	defer func() {
		if ended {
			d.falling = nil
			d.run()
		}
	}()
	for n := len(d.calls); n > 0; n = len(d.calls) {
		c := d.calls[n-1]
		d.calls = d.calls[:n-1]
		d.call(c)
	}
	ended = false
}

// call makes one call, whose own panic takes the place of one that falls.
func (d *Deferred) call(c deferredCall) {
	defer func() {
		if v := recover(); v != nil {
			d.falling = &Falling{value: v}
		}
	}()
	if p := d.falling; c.depth > 0 && p != nil && !p.recovered {
		p.depth = c.depth
		defer d.set.fallings.offer(p)()
	}
	c.f()
}

// fallings are the panics that a deferred call may recover which is about to
// begin, by goroutine.
type fallings struct {
	count  atomic.Int64 // to find out fast that there are none
	offers sync.Map     // goroutine number to *Falling
}

func (f *fallings) offer(p *Falling) (done func()) {
	id := goroutineID()
	f.offers.Store(id, p)
	f.count.Add(1)
	return func() {
		f.offers.Delete(id)
		f.count.Add(-1)
	}
}

// Falling is how a function begins that calls recover: it returns the panic
// that the function may recover, because it was deferred, or nil.
func (s *Set) Falling() *Falling {
	if s.fallings.count.Load() == 0 {
		return nil
	}
	id := goroutineID()
	v, ok := s.fallings.offers.Load(id)
	if !ok {
		return nil
	}
	p := v.(*Falling)
	if interpretedFrames() > p.depth {
		return nil
	}
	s.fallings.offers.Delete(id)
	return p
}

// interpretedFrames counts the interpreted functions that a deferred call is
// inside of.
func interpretedFrames() (n int) {
	var pcs [128]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, "interp.runCfg") {
			n++
		}
		if !more || strings.HasSuffix(f.Function, "strand.(*Deferred).call") {
			return n
		}
	}
}

// Recover is recover() in a function that began with p.
func (s *Set) Recover(p *Falling) any {
	if p == nil || p.recovered {
		return nil
	}
	p.recovered = true
	return s.Recovered(p.value)
}
