package compute

import "slices"

// Packed keeps the weights of a convolution in the order in which its kernels read
// them, from one [ConvForwardPacked] to the next. It belongs to plans that differ in the
// number of images at most. The zero value keeps nothing yet.
type Packed[T Float] struct {
	values  []T
	w       *T     // where the weights lie that have been packed, or nil
	scale   []T    // by which they were multiplied
	look    digest // of the weights
	doubted bool   // whether they are to be looked at
}

// Doubt has the weights looked at before they are used again, and packed anew if they
// have changed. It is to be called when they may have; that other weights or another
// scale are given is noticed without it.
func (k *Packed[T]) Doubt() { k.doubted = true }

// forget has the weights packed anew.
func (k *Packed[T]) forget() { k.w = nil }

// keeps reports whether the values are w times scale. If not, it forgets them, so that
// nobody takes those of a packing that broke off for whole.
func (k *Packed[T]) keeps(p *Pool, w, scale []T) bool {
	there := k.w == &w[0]
	if k.doubted || !there {
		there = same(p, &k.look, w) && there
	}
	there = there && slices.Equal(k.scale, scale)
	if !there {
		k.forget()
	}
	return there
}

// remember says that the values are w times scale.
func (k *Packed[T]) remember(w, scale []T) {
	k.w, k.scale, k.doubted = &w[0], append(k.scale[:0], scale...), false
}

// packing is the packed weights of one call: those that are kept, or spare ones.
type packing[T Float] struct {
	*Packed[T]
	there bool // they need not be packed
	spare bool // they go back to the Pool
}

// startPacking returns kept, or if that is nil spare room, for n packed weights.
func startPacking[T Float](p *Pool, kept *Packed[T], n int, w, scale []T) packing[T] {
	k := packing[T]{Packed: kept, spare: kept == nil}
	if k.spare {
		k.Packed = take[Packed[T]](p)
	}
	if len(k.values) != n {
		k.values = sized(k.values, n)
		k.forget()
	}
	k.there = !k.spare && k.keeps(p, w, scale)
	return k
}

// end ends a packing that is whole.
func (k *packing[T]) end(p *Pool, w, scale []T) {
	if k.spare {
		put(p, k.Packed)
		return
	}
	k.remember(w, scale)
}
