package strand

// Go is what a go statement becomes: it stands at a mark. A panic in the
// goroutine would end the process, so its group is told instead.
func (s *Set) Go(mark int, f func()) {
	g := s.registry.current()
	if g != nil {
		g.start(mark, f, true)
	} else if g = s.Here(); g != nil {
		g.start(mark, f, false)
	}
}

// start runs f on a goroutine of the group. Inherits tells that this goroutine
// is of the group as well, so that its labels pass on.
func (g *Group) start(mark int, f func(), inherits bool) {
	if f == nil {
		g.Halt(fatal("go of nil func value"))
		g.unwind()
		return
	}
	if !g.set.enter(g) {
		return
	}
	go func() {
		if !inherits {
			g.set.registry.enter(g)
		}
		defer g.set.leave(g)
		defer g.guard(mark)
		g.set.perform(f)
	}()
}

// call runs a function that the group has handed to compiled code, on a
// goroutine of that, as one of the group's own.
func (g *Group) call(mark int, f func()) {
	if !g.set.enter(g) {
		return
	}
	defer g.set.leave(g)
	defer leaveAll()
	g.set.registry.enter(g)
	defer g.guard(mark)
	if g.Halted() == nil {
		g.set.perform(f)
	}
}

// perform runs interpreted code, and counts it while it does.
func (s *Set) perform(f func()) {
	s.performing.Add(1)
	defer s.performing.Add(-1)
	f()
}

// busy returns how many goroutines run interpreted code and do not wait.
func (s *Set) busy() int {
	s.waits.mu.Lock()
	defer s.waits.mu.Unlock()
	return int(s.performing.Load()) - s.waits.count
}

// guard is deferred by what no caller of can recover from.
func (g *Group) guard(mark int) {
	v := recover()
	if v == nil {
		return
	}
	steps := g.set.Trail.Take()
	p := &Panic{Value: steps.recovered(v), Raw: v, Trail: steps, Go: true, Started: mark}
	if !g.take(p) {
		g.set.late(g, p)
	}
	if g.program {
		g.Halt(fatal("a goroutine panicked"))
	}
}

// take remembers a panic for the outcome. It reports false if that is settled.
func (g *Group) take(p *Panic) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.over {
		return false
	}
	if g.fallen == nil {
		g.fallen = p
	}
	return true
}
