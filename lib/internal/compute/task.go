package compute

// task is work that falls into numbered parts, each independent of the others.
type task interface{ part(i int) }

// taskOf is a task that is a pointer to K.
type taskOf[K any] interface {
	*K
	task
}

// tiny is the number of elementary operations below which starting helpers
// costs more than they save.
const tiny = 16 << 10

// do runs the n parts of a task, about work elementary operations together.
// The task's memory is kept by the Pool for the next call, so that nothing is
// allocated in steady state.
func do[K any, P taskOf[K]](p *Pool, n, work int, k K) { inOrder[K, P](p, n, work, k, false) }

// doBackwards is do with the last parts first: what an operation over the same parts
// has read last is still in a cache.
func doBackwards[K any, P taskOf[K]](p *Pool, n, work int, k K) { inOrder[K, P](p, n, work, k, true) }

// inOrder runs the parts from the first or from the last on.
func inOrder[K any, P taskOf[K]](p *Pool, n, work int, k K, backwards bool) {
	t := take[K](p)
	*t = k
	if work < tiny || n <= 1 || p.threads == 1 {
		all := share{end: int64(n)}
		all.work(P(t), backwards)
	} else {
		p.share(n, P(t), backwards)
	}
	var none K
	*t = none
	put(p, t)
}

// shelf is values of a type that are kept for their next use.
type shelf struct{ values []any }

// shelfOf returns the shelf of type K, for one who holds the lock of spares.
func shelfOf[K any](p *Pool) *shelf {
	s := p.spare[(*K)(nil)]
	if s == nil {
		s = new(shelf)
		p.spare[(*K)(nil)] = s
	}
	return s
}

// remove takes value i.
func (s *shelf) remove(i int) any {
	last, v := len(s.values)-1, s.values[i]
	s.values[i] = s.values[last]
	s.values = s.values[:last]
	return v
}

// take returns a spare value of type K, or a new one.
func take[K any](p *Pool) *K {
	p.spares.Lock()
	defer p.spares.Unlock()
	s := shelfOf[K](p)
	if len(s.values) == 0 {
		return new(K)
	}
	return s.remove(len(s.values) - 1).(*K)
}

// put keeps a value for the next [take].
func put[K any](p *Pool, t *K) {
	p.spares.Lock()
	s := shelfOf[K](p)
	s.values = append(s.values, t)
	p.spares.Unlock()
}
