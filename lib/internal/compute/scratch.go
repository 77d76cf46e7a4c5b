package compute

// scratch is memory for one call, kept by the [Pool] for the next.
type scratch[T Float] struct{ values []T }

// borrow takes scratch for n values, their contents undefined, from the Pool.
// It is to be given back with [release].
func borrow[T Float](p *Pool, n int) *scratch[T] {
	s := take[scratch[T]](p)
	s.values = sized(s.values, n)
	return s
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
