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
func do[K any, P taskOf[K]](p *Pool, n, work int, k K) {
	t := take[K](p)
	*t = k
	if work < tiny {
		for i := range n {
			P(t).part(i)
		}
	} else {
		p.share(n, P(t))
	}
	var none K
	*t = none
	put(p, t)
}

// take returns a spare value of type K, or a new one.
func take[K any](p *Pool) *K {
	p.shelf.Lock()
	defer p.shelf.Unlock()
	spare := p.spare[(*K)(nil)]
	if len(spare) == 0 {
		return new(K)
	}
	last := len(spare) - 1
	p.spare[(*K)(nil)] = spare[:last]
	return spare[last].(*K)
}

// put keeps a value for the next [take].
func put[K any](p *Pool, t *K) {
	p.shelf.Lock()
	p.spare[(*K)(nil)] = append(p.spare[(*K)(nil)], t)
	p.shelf.Unlock()
}
