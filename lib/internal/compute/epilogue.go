package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// Epilogue is what is done to the output of a convolution while it is still in
// cache, in the order of the fields. The zero value does nothing.
type Epilogue[T Float] struct {
	Scale   []T      // per output channel, multiplied into the weights
	Bias    []T      // per output channel
	Add     []T      // added, a batch of the output's shape
	ReLU    bool     // max(0, ·)
	Moments *Moments // left behind: statistics of what came out
}

// check panics unless an epilogue fits an output.
func (e *Epilogue[T]) check(operation string, s Shape) {
	if e.Scale != nil {
		mustHold(operation, "scale", e.Scale, s.C)
	}
	if e.Bias != nil {
		mustHold(operation, "bias", e.Bias, s.C)
	}
	if e.Add != nil {
		mustHold(operation, "add", e.Add, s.Len())
	}
}

// finish does an epilogue, all but the scale, to whole rows.
type finish[T Float] struct {
	pool    *Pool
	kernels *simd.Kernels[T]
	grid    *grid
	e       Epilogue[T]
	y       []T
	neutral *scratch[T] // per channel a zero, then a one
	affine  bool        // whether there is more to do than statistics
}

// newFinish prepares the epilogue of the output y, which comes in regions of a
// grid. It is to be given back with close.
func newFinish[T Float](p *Pool, g *grid, y []T, e Epilogue[T]) finish[T] {
	f := finish[T]{pool: p, kernels: kernels[T](p), grid: g, e: e, y: y}
	f.affine = e.Bias != nil || e.Add != nil || e.ReLU
	if e.Moments != nil {
		e.Moments.begin(g.shape, g.regions())
	}
	if f.affine {
		c := g.shape.C
		f.neutral = borrow[T](p, 2*c)
		clear(f.neutral.values[:c])
		fill(f.neutral.values[c:], 1)
		if e.Bias == nil {
			f.e.Bias = f.neutral.values[:c]
		}
	}
	return f
}

func (f *finish[T]) close() {
	if f.neutral != nil {
		release(f.pool, f.neutral)
	}
}

// idle reports whether there is nothing to do.
func (f *finish[T]) idle() bool { return !f.affine && f.e.Moments == nil }

// start begins a region and returns its statistics, or nil if none are wanted.
func (f *finish[T]) start(r region) *tally[T] {
	if f.e.Moments == nil {
		return nil
	}
	return startTally[T](f.pool, f.e.Moments, r.index, r.valid)
}

// row finishes one row of a region.
func (f *finish[T]) row(t *tally[T], r region, row int) {
	if f.affine {
		zero, one := f.zeroOne()
		for b := range r.many {
			y, at := f.at(r.block+b, row)
			var add []T
			if f.e.Add != nil {
				add = f.e.Add[at:][:len(y)]
			}
			f.kernels.Affine(y, y, add, zero, one, f.e.Bias, f.e.ReLU)
		}
	}
	f.measure(t, r, row)
}

// measure takes the statistics of one row of a region, for which the rest has
// been done.
func (f *finish[T]) measure(t *tally[T], r region, row int) {
	if t == nil {
		return
	}
	for b := range r.many {
		y, _ := f.at(r.block+b, row)
		t.add(y)
	}
}

// at returns a row of a block, and where it begins.
func (f *finish[T]) at(block, row int) ([]T, int) {
	s := f.grid.shape
	at := block*s.blockLen() + row*s.W*s.pixelLen()
	return f.y[at:][:s.W*s.pixelLen()], at
}

// zeroOne returns centers and scales that change nothing.
func (f *finish[T]) zeroOne() (zero, one []T) {
	if f.neutral == nil {
		return nil, nil
	}
	c := f.grid.shape.C
	return f.neutral.values[:c], f.neutral.values[c:]
}

// end ends a region.
func (f *finish[T]) end(t *tally[T]) {
	if t != nil {
		t.end(f.pool)
	}
}

// part finishes all rows of a region, for what could not do it on the way.
func (f *finish[T]) part(i int) {
	r := f.grid.region(i)
	t := f.start(r)
	for row := r.row; row < r.rows; row++ {
		f.row(t, r, row)
	}
	f.end(t)
}
