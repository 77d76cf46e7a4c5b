package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// upcoming is what an operation reads next, brought into cache bit by bit while
// it is still busy with arithmetic. Memory asked for all at once is waited for.
type upcoming[T Float] struct {
	kernels *simd.Kernels[T]
	spans   [][]T // what is left
	each    int   // values to ask for at a time
}

// clear forgets what is left.
func (u *upcoming[T]) clear() { u.spans = u.spans[:0] }

// add appends what is to be read.
func (u *upcoming[T]) add(x []T) { u.spans = append(u.spans, x) }

// spread divides the whole among a number of steps.
func (u *upcoming[T]) spread(steps int) {
	all := 0
	for _, s := range u.spans {
		all += len(s)
	}
	u.each = quotient(quotient(all, steps), Lanes) * Lanes
}

// step asks for the next bit.
func (u *upcoming[T]) step() {
	left := u.each
	for left > 0 && len(u.spans) > 0 {
		last := &u.spans[len(u.spans)-1]
		n := min(left, len(*last))
		u.kernels.Prefetch((*last)[:n])
		left -= n
		if *last = (*last)[n:]; len(*last) == 0 {
			u.spans = u.spans[:len(u.spans)-1]
		}
	}
}
