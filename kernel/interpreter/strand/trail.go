package strand

import (
	"bytes"
	"runtime"
	"strings"
)

// Trail takes what yaegi writes to its standard error: a line for each frame
// that a panic unwinds. It is the interpreted stack, and nothing that the user
// should see raw.
type Trail struct{ set *Set }

// Steps are the frames that a panic has left on one goroutine.
type Steps struct {
	Lines []string // of yaegi, the innermost frame first
	More  int      // how many are left out behind them
	Mark  int      // where the innermost frame ended
	Loose bool     // another goroutine may have written the mark
	fault any      // what an access out of range panics with, by Go's words
	depth int      // of the stack, as the last frame ended
}

// maxSteps bounds what is kept of a deep recursion.
const maxSteps = 64

// Write takes a line.
func (t *Trail) Write(p []byte) (int, error) {
	g := t.set.registry.current()
	if g == nil {
		return len(p), nil
	}
	mark, loose := t.set.Marks.Now(), t.set.busy() > 1
	id := goroutineID()
	g.mu.Lock()
	defer g.mu.Unlock()
	steps := g.trails[id]
	if depth := stackDepth(); steps == nil || depth <= steps.depth && depth < trailDepth {
		steps = g.fall(id, mark)
		if steps.Loose = loose; !loose {
			steps.fault = t.set.Marks.noted(mark)
		}
	} else {
		steps.depth = depth
	}
	if len(steps.Lines) < maxSteps {
		steps.Lines = append(steps.Lines, string(bytes.TrimSpace(p)))
	} else {
		steps.More++
	}
	return len(p), nil
}

// fall begins the trail of a panic at a mark.
func (g *Group) fall(goroutine int64, mark int) *Steps {
	if g.trails == nil {
		g.trails = map[int64]*Steps{}
	}
	steps := &Steps{Mark: mark, depth: stackDepth()}
	g.trails[goroutine] = steps
	return steps
}

// trailDepth bounds how much of a stack is looked at.
const trailDepth = 2048

// stackDepth tells a panic that goes on from another one. yaegi passes a panic
// up by one on top of it, so that the stack grows until it is recovered: by
// compiled code too, such as package fmt, which nobody here hears of.
func stackDepth() int {
	var pcs [trailDepth]uintptr
	return runtime.Callers(1, pcs[:])
}

// Panic is the predeclared function. It notes where it is called: before yaegi
// tells of the first frame it calls the Error method of what falls.
func (s *Set) Panic(v any) {
	if g := s.registry.current(); g != nil {
		mark, id, loose := s.Marks.Now(), goroutineID(), s.busy() > 1
		g.mu.Lock()
		g.fall(id, mark).Loose = loose
		g.mu.Unlock()
	}
	panic(v)
}

// found begins the trail of a panic that leaves a watched function, before
// yaegi tells of the first frame.
func (t *Trail) found(mark int, fault any) {
	g := t.set.registry.current()
	if g == nil {
		return
	}
	if fault == nil && t.set.busy() <= 1 {
		fault = t.set.Marks.noted(mark)
	}
	id := goroutineID()
	g.mu.Lock()
	defer g.mu.Unlock()
	if steps := g.trails[id]; steps != nil && stackDepth() > steps.depth {
		if len(steps.Lines) == 0 && steps.Loose { // it was noted where the panic began
			steps.Mark, steps.Loose = mark, false
		}
		return // or it is a frame further up that the same panic leaves
	}
	steps := g.fall(id, mark)
	steps.fault, steps.depth = fault, 0
}

// resume says that the next panic on this goroutine is the last one, which was
// recovered so that deferred calls could run.
func (t *Trail) resume() {
	g := t.set.registry.current()
	if g == nil {
		return
	}
	id := goroutineID()
	g.mu.Lock()
	defer g.mu.Unlock()
	if steps := g.trails[id]; steps != nil {
		steps.depth = 0
	}
}

// Take returns the frames that the last panic on this goroutine has left, and
// forgets them.
func (t *Trail) Take() (s Steps) {
	g := t.set.registry.current()
	if g == nil {
		return s
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.trails) == 0 {
		return s
	}
	id := goroutineID()
	if steps := g.trails[id]; steps != nil {
		s = *steps
		delete(g.trails, id)
	}
	return s
}

// Recovered is the function [Recovered] for code that has recovered: the
// frames of the panic that is over are forgotten.
func (s *Set) Recovered(v any) any {
	if v == nil {
		return nil
	}
	steps := s.Trail.Take()
	if len(steps.Lines) == 0 && steps.fault == nil && s.busy() <= 1 { // by the function that failed
		steps.fault = s.Marks.noted(s.Marks.Now())
	}
	return steps.recovered(v)
}

// recovered is the function [Recovered], with the numbers of an access that was
// out of range.
func (s *Steps) recovered(v any) any {
	v = Recovered(v)
	short, isFault := v.(fault)
	long, found := s.fault.(error)
	if isFault && found && strings.HasPrefix(long.Error(), short.Error()) {
		return long
	}
	return v
}
