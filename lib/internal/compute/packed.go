package compute

import "slices"

// Packed keeps the weights of a convolution in the order in which its kernels read
// them, from one [ConvForwardPacked] to the next. It belongs to one plan.
type Packed[T Float] struct {
	values []T
	w      *T  // where the weights lie that have been packed, or nil
	scale  []T // by which they were multiplied
}

// Forget has the weights packed anew. It is to be called when they may have
// changed; that other weights or another scale are given is noticed.
func (k *Packed[T]) Forget() { k.w = nil }

// keeps reports whether the values are w times scale.
func (k *Packed[T]) keeps(w, scale []T) bool { return k.w == &w[0] && slices.Equal(k.scale, scale) }

// remember says that the values are w times scale.
func (k *Packed[T]) remember(w, scale []T) { k.w, k.scale = &w[0], append(k.scale[:0], scale...) }

// packedRoom returns kept, or if that is nil a spare one to be put back, with room
// for n values.
func packedRoom[T Float](p *Pool, kept *Packed[T], n int) *Packed[T] {
	if kept == nil {
		kept = take[Packed[T]](p)
		kept.Forget()
	}
	if len(kept.values) != n {
		kept.values = sized(kept.values, n)
		kept.Forget()
	}
	return kept
}
