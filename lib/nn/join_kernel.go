package nn

import (
	"slices"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// joinOf adds the operation and says how gradients leave it.
func joinOf[T compute.Float](j *join) *gorgonia.Node {
	b := j.b
	in := j.inputs()
	o := b.newOp(j.name, b.blocked(j.f), len(in))
	j.op, o.joins = o, true
	o.finishes, o.measures = j.finishes, j.measures
	j.share()
	finishable(o, joinKernel[T](j))
	join := o.kernel
	o.kernel = func(values []gorgonia.Value) gorgonia.Value {
		o.passed = nil
		if i := j.handsOn(); i >= 0 {
			j.count()
			o.known, o.passed = o.knownOf(i), o.makers[i]
			return values[i]
		}
		return join(values)
	}
	o.diff = func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		if j.coupling != nil {
			j.coupling.recover(out, grad)
		}
		return joinBackward[T](j, in, grad), nil
	}
	return b.apply(o, in...)
}

// share tells the arena whose memory the output may be. Where x lives on anyway,
// for the backward pass or for the blocks that are held, a deleted block hands it
// on. Elsewhere all outputs would live on for the sake of a deletion that may never
// come, and the output rather takes the memory of x or f over.
func (j *join) share() {
	o, identity := j.op, j.across.identity()
	switch keeps := j.b.opts.Training || j.b.opts.Holds; {
	case j.plain && keeps && identity:
		o.hands = []int{0, 1}
	case j.plain:
		o.hands = []int{1}
	case j.multistep:
		o.over = []int{0}
	case identity && keeps && !j.snaps:
		o.hands = []int{0}
	case identity:
		o.over = []int{0, 1}
	}
}

// open reports whether the branch takes part in the run at hand.
func (j *join) open() bool {
	return !(j.gate != nil && j.gate.Deleted) && !j.op.lacks(1)
}

// handsOn returns the input that is the output, or −1.
func (j *join) handsOn() int {
	i := -1
	switch {
	case !j.open() && !j.multistep && j.across.identity():
		i = 0
	case j.open() && j.plain && j.gate.scale() == 1:
		i = 1
	}
	if slices.Contains(j.op.hands, i) && !j.op.deferred {
		return i
	}
	return -1
}

// finishes reports whether the join can have the operation that makes the branch
// do its work: y = scale·f + x.
func (j *join) finishes(f *op) bool {
	return f == j.op.makers[1] && !j.plain && !j.multistep && !j.snaps && j.across.identity() && f.adds
}

// measures reports whether the join can leave statistics of its output.
func (j *join) measures() bool {
	return j.op.waits(1) && j.op.makers[1].measures != nil && j.op.makers[1].measures()
}

// count books a run of the branch.
func (j *join) count() {
	if j.gate != nil && j.open() && !j.undoes {
		j.gate.Evaluations++
	}
}

// joinKernel computes the end of the block as its gate stands.
func joinKernel[T compute.Float](j *join) func(y []T, in [][]T, e compute.Epilogue[T]) {
	b := j.b
	before := make([]T, j.room())
	scales := make([]T, j.f.C)
	return func(y []T, in [][]T, e compute.Epilogue[T]) {
		n := b.valid(j.f).Len()
		y = y[:n]
		scale := T(j.gate.scale())
		if j.h != nil {
			scale *= factorOf(*j.h, in[2:])
		}
		j.count()
		j.op.known = nil
		switch open := j.open(); {
		case open && j.op.waits(1):
			e.Add, e.Scale = in[0][:n], repeated(scales, scale)
			j.op.known = e.Moments
			finish(j.op.makers[1], y, e)
			return
		case j.multistep:
			k := in[3][0]
			compute.BlendForward(b.pool, y, in[0][:n], forward(j.before, b, before, in[2]), nil, 1-k, k)
			if open {
				compute.BlendForward(b.pool, y, in[1][:n], y, nil, scale, 1)
			}
		case open && j.snaps:
			compute.AddSnapped(b.pool, y, in[0][:n], in[1][:n], scale)
		case open && j.plain:
			compute.BlendForward(b.pool, y, in[1][:n], nil, nil, scale, 0)
		case open:
			compute.BlendForward(b.pool, y, in[1][:n], forward(j.across, b, y, in[0]), nil, scale, 1)
		default:
			if x := forward(j.across, b, y, in[0]); &x[0] != &y[0] {
				copy(y, x)
			}
		}
		if e.ReLU {
			compute.ReLUForward(b.pool, y, y)
		}
	}
}

// repeated fills values with one, or returns nil for 1.
func repeated[T compute.Float](values []T, v T) []T {
	if v == 1 {
		return nil
	}
	for i := range values {
		values[i] = v
	}
	return values
}

// room is how many values S(prev) needs if prev has another shape.
func (j *join) room() int {
	if j.k == nil || j.before.identity() {
		return 0
	}
	return j.b.blocked(j.f).TotalSize()
}

// forward writes S(x) into y, or if S is the identity returns x itself.
func forward[T compute.Float](s *shortcut, b *Builder, y, x []T) []T {
	if s.identity() {
		return x[:b.valid(s.from).Len()]
	}
	p := s.plans.now()
	y = y[:p.Out().Len()]
	compute.ShortcutForward(b.pool, p, y, x[:p.In().Len()])
	return y
}
