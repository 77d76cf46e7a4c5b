package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// turned is some rows of a block, transposed: a vector is sixteen channels of an image,
// or with width 8 a strip of channels of two.
type turned[T Float] struct {
	from   int // its first row
	values []T
}

// load transposes the rows from one to before another; lanes that are not valid
// become zero.
func (t *turned[T]) load(k *simd.Kernels[T], s Shape, x []T, r region, from, to, width int) {
	row := s.W * s.pixelLen()
	t.from = from
	t.values = sized(t.values, max(0, to-from)*row)
	if len(t.values) > 0 {
		turn(k, t.values, x[r.block*s.blockLen()+from*row:], width, r.valid)
	}
}

// turn transposes whole pixels, or sixteen channels of one, as many as dst holds.
func turn[T Float](k *simd.Kernels[T], dst, x []T, width, valid int) {
	k.Transpose(dst, x[:len(dst)], width)
	if valid == Lanes {
		return
	}
	for at := 0; at < len(dst); at += Lanes * width {
		clear(dst[at+valid*width : at+Lanes*width])
	}
}
