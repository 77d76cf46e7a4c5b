package compute

// scratch is memory for one call, kept by the [Pool] for the next.
type scratch[T Float] struct{ values []T }

// borrow takes scratch for n values, their contents undefined, from the Pool.
// It is to be given back with [release]. It takes the smallest that is large
// enough, so that large scratch is there for those who need it.
func borrow[T Float](p *Pool, n int) *scratch[T] {
	s := fitting[T](p, n)
	s.values = sized(s.values, n)
	return s
}

// fitting takes the smallest spare scratch for n values; without one, the
// largest there is.
func fitting[T Float](p *Pool, n int) *scratch[T] {
	p.spares.Lock()
	defer p.spares.Unlock()
	shelf := shelfOf[scratch[T]](p)
	if len(shelf.values) == 0 {
		return new(scratch[T])
	}
	best := 0
	for i := range shelf.values {
		have, least := cap(shelf.values[i].(*scratch[T]).values), cap(shelf.values[best].(*scratch[T]).values)
		if have >= n && (least < n || have < least) || have < n && have > least {
			best = i
		}
	}
	return shelf.remove(best).(*scratch[T])
}

// release gives scratch back to the Pool.
func release[T Float](p *Pool, s *scratch[T]) { put(p, s) }

// sized returns x with n values, their contents undefined, in the same memory if
// that is large enough.
func sized[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}
