package compute

import (
	"fmt"
	"math"
)

// Drop is the plan of leaving out values ([Dropout]) or images ([DropPath]) at
// random, at a rate, and scaling the others by 1/(1 − rate) so that the
// expectation stays.
type Drop struct{ rate float64 }

// NewDrop plans to drop at a rate. It returns an error unless 0 ≤ rate < 1.
func NewDrop(rate float64) (Drop, error) {
	if !(rate >= 0 && rate < 1) {
		return Drop{}, fmt.Errorf("compute: NewDrop: got a rate of %v, want one from 0 to below 1", rate)
	}
	return Drop{rate}, nil
}

// Dropout sets y to x times a random mask, every value by itself. The gradient
// by x is Dropout of the gradient by y with the same r. y may be x.
func Dropout[T Float](p *Pool, d *Drop, r Random, y, x []T) {
	mustHold("Dropout", "y", y, len(x))
	do(p, chunks(len(x)), 4*len(x), dropout[T]{d.mask(r), d.factors(), y, x})
}

// DropPath sets y to x times a random mask, every image as a whole, plus add
// unless it is nil. The gradient by x is DropPath of the gradient by y with the
// same r, and without add. y may be x or add.
func DropPath[T Float](p *Pool, d *Drop, r Random, s Shape, y, x, add []T) {
	mustHold("DropPath", "y", y, s.Len())
	mustHold("DropPath", "x", x, s.Len())
	mustHoldOrBeNil("DropPath", "add", add, s.Len())
	do(p, s.Blocks()*s.H, s.Len(), dropPath[T]{d.mask(r), d.factors(), s, y, x, add})
}

// mask draws the fate of positions, two from each number.
type mask struct {
	stream
	threshold uint64
}

func (d *Drop) mask(r Random) mask {
	return mask{r.stream(), uint64(math.Ldexp(d.rate, 32))}
}

// factors are what a value is multiplied by if it is kept, and if not.
func (d *Drop) factors() [2]float64 { return [2]float64{1 / (1 - d.rate), 0} }

// of returns, for positions 2i and 2i+1, 0 if it is kept and 1 if not. Without a
// branch: one would be mispredicted as often as values are dropped.
func (m *mask) of(i int) (even, odd uint64) {
	z := m.at(uint64(i))
	return (z&math.MaxUint32 - m.threshold) >> 63, (z>>32 - m.threshold) >> 63
}

// dropout works on one chunk per part.
type dropout[T Float] struct {
	mask    mask
	factors [2]float64
	y, x    []T
}

func (d *dropout[T]) part(i int) {
	y, x := slice(d.y, i), slice(d.x, i)
	factors := [2]T{T(d.factors[0]), T(d.factors[1])}
	first := i * chunk / 2
	j := 0
	for ; j+1 < len(x) && j+1 < len(y); j += 2 {
		even, odd := d.mask.of(first + j/2)
		y[j] = x[j] * factors[even&1]
		y[j+1] = x[j+1] * factors[odd&1]
	}
	if j < len(x) {
		even, _ := d.mask.of(first + j/2)
		y[j] = x[j] * factors[even&1]
	}
}

// dropPath works on one row of a block per part.
type dropPath[T Float] struct {
	mask      mask
	factors   [2]float64
	shape     Shape
	y, x, add []T
}

func (d *dropPath[T]) part(i int) {
	var factors [Lanes]T
	block := i / d.shape.H
	for l := 0; l < Lanes; l += 2 {
		even, odd := d.mask.of((block*Lanes + l) / 2)
		factors[l], factors[l+1] = T(d.factors[even]), T(d.factors[odd])
	}
	n := d.shape.W * d.shape.pixelLen()
	y, x, add := d.y[i*n:][:n], d.x[i*n:][:n], span(d.add, i*n, (i+1)*n)
	for at := 0; at < n; at += Lanes {
		v, u := (*[Lanes]T)(y[at:]), (*[Lanes]T)(x[at:])
		if add == nil {
			for l, f := range factors {
				v[l] = u[l] * f
			}
			continue
		}
		w := (*[Lanes]T)(add[at:])
		for l, f := range factors {
			v[l] = w[l] + u[l]*f
		}
	}
}
