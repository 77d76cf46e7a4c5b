package strand

import "bytes"

// Trail takes what yaegi writes to its standard error: a line for each frame
// that a panic unwinds. It is the interpreted stack, and nothing that the user
// should see raw.
type Trail struct{ set *Set }

// Steps are the frames that a panic has left on one goroutine.
type Steps struct {
	Lines []string // of yaegi, the innermost frame first
	More  int      // how many are left out behind them
	Mark  int      // the last one when the innermost frame ended
}

// maxSteps bounds what is kept of a deep recursion.
const maxSteps = 64

// Write takes a line.
func (t *Trail) Write(p []byte) (int, error) {
	g := t.set.registry.current()
	if g == nil {
		return len(p), nil
	}
	mark := t.set.Marks.Now()
	id := goroutineID()
	g.mu.Lock()
	defer g.mu.Unlock()
	steps := g.trails[id]
	if steps == nil {
		if g.trails == nil {
			g.trails = map[int64]*Steps{}
		}
		steps = &Steps{Mark: mark}
		g.trails[id] = steps
	}
	if len(steps.Lines) < maxSteps {
		steps.Lines = append(steps.Lines, string(bytes.TrimSpace(p)))
	} else {
		steps.More++
	}
	return len(p), nil
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
	s.Trail.Take()
	return Recovered(v)
}
