package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Add adds the end of a residual block, y = S(x) + f. S is the identity, or
// where f has another shape option A of He et al. (2016a): every second row and
// column of x, and channels of zeros behind its own.
//
// If the block's gate is deleted, y = S(x).
func (b *Builder) Add(x, f Node) Node {
	return b.join(&join{name: "Add", x: x, f: f})
}

// Multistep adds the end of a linear multi-step block (Lu et al. 2018),
//
//	y = (1−k)·x + k·S(prev) + f
//
// with S as in [Builder.Add], for the block behind a change of shape, and k one
// learned number.
//
// If the block's gate is deleted, y = (1−k)·x + k·S(prev).
func (b *Builder) Multistep(k *Param, x, prev, f Node) Node {
	return b.join(&join{name: "Multistep", x: x, prev: prev, k: k, f: f})
}

// Bypass adds the end of a plain network's layer, y = f. If the layer's gate is
// deleted, y = S(x) as in [Builder.Add]. Only the way through the layer has
// gradients, since training deletes nothing.
func (b *Builder) Bypass(x, f Node) Node {
	return b.join(&join{name: "Bypass", x: x, f: f, plain: true})
}

// join is the operation in which a block ends.
type join struct {
	name       string
	b          *Builder
	x, prev, f Node
	k          *Param
	plain      bool

	across, before *shortcut // bring x and prev to the shape of f
}

// shortcut brings a value to the shape of a block's output.
type shortcut struct {
	from, to Node
	plans    *plans[compute.Shortcut]
}

func (b *Builder) join(j *join) Node {
	if b.err != nil {
		return Node{}
	}
	j.b = b
	j.across = b.shortcut(j.name, j.x, j.f)
	if j.k != nil {
		j.before = b.shortcut(j.name, j.prev, j.f)
		if !j.x.sameShape(j.f) {
			b.fail(j.name, "a state of %v and a branch of %v, want the same shape", j.x, j.f)
		}
		if j.k.Len() != 1 {
			b.fail(j.name, "%d values in %s, want 1", j.k.Len(), j.k.Name)
		}
	}
	if b.err != nil {
		return Node{}
	}
	y := Node{C: j.f.C, H: j.f.H, W: j.f.W}
	if b.wide() {
		y.node = joinOf[float64](j)
	} else {
		y.node = joinOf[float32](j)
	}
	return y
}

// shortcut checks that option A leads from one shape to the other.
func (b *Builder) shortcut(name string, from, to Node) *shortcut {
	stride := 1
	if to.H > 0 && to.H < from.H {
		stride = (from.H + to.H - 1) / to.H
	}
	s := &shortcut{from: from, to: to}
	s.plans = newPlans(b, func() (compute.Shortcut, error) {
		return compute.NewShortcut(b.valid(from), to.C, stride)
	})
	plan, err := compute.NewShortcut(b.shape(from), to.C, stride)
	if out := plan.Out(); err != nil || out.H != to.H || out.W != to.W {
		b.fail(name, "a state of %v and a branch of %v, want the same shape or one that a stride and added channels lead to", from, to)
	}
	return s
}

func (s *shortcut) identity() bool { return s.from.sameShape(s.to) }

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

// joinOf adds the operation and says how gradients leave it.
func joinOf[T compute.Float](j *join) *gorgonia.Node {
	b := j.b
	in := gorgonia.Nodes{j.x.node, j.f.node}
	if j.k != nil {
		in = append(in, j.prev.node, b.param(j.k))
	}
	o := b.newOp(j.name, b.blocked(j.f), len(in))
	gate := b.gate
	var room []T
	if j.k != nil && !j.before.identity() {
		room = make([]T, b.blocked(j.f).TotalSize())
	}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		y = y[:b.valid(j.f).Len()]
		f := in[1][:len(y)]
		if gate != nil && gate.Deleted {
			f = nil
		} else if gate != nil {
			gate.Evaluations++
		}
		switch {
		case j.plain && f != nil:
			copy(y, f)
		case j.k != nil:
			k := in[3][0]
			compute.BlendForward(b.pool, y, in[0][:len(y)], forward(j.before, b, room, in[2]), f, 1-k, k)
		default:
			compute.BlendForward(b.pool, y, forward(j.across, b, y, in[0]), nil, f, 1, 0)
		}
	})
	tap := read(j.x)
	o.wrt[0] = tap == nil && !j.plain && j.x.node != b.input.node
	o.wrt[1] = true
	var before *fork
	if j.k != nil {
		before = read(j.prev)
		o.wrt[2] = before == nil && j.prev.node != b.input.node
		o.wrt[3] = true
	}
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		switch {
		case j.plain:
			return gorgonia.Nodes{nil, grad}, nil
		case j.k == nil:
			dx := tap.take(joinBackward[T](j, j.across, grad))
			return gorgonia.Nodes{dx, grad}, nil
		}
		dk := multistepByK[T](j, in, grad)
		dx := tap.take(scaled[T](j, j.across, in[3], grad, func(k T) T { return 1 - k }))
		dprev := before.take(scaled[T](j, j.before, in[3], grad, func(k T) T { return k }))
		return gorgonia.Nodes{dx, grad, dprev, dk}, nil
	}
	return b.apply(o, in...)
}

// joinBackward is the gradient that reaches x through the shortcut.
func joinBackward[T compute.Float](j *join, s *shortcut, grad *gorgonia.Node) *gorgonia.Node {
	if s.identity() {
		return grad
	}
	b := j.b
	o := b.newOp("shortcut by input", b.blocked(s.from), 1)
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		p := s.plans.now()
		compute.ShortcutBackward(b.pool, p, dx[:p.In().Len()], in[0][:p.Out().Len()])
	})
	return b.apply(o, grad)
}

// scaled is joinBackward of the gradient times a function of k.
func scaled[T compute.Float](j *join, s *shortcut, k, grad *gorgonia.Node, factor func(k T) T) *gorgonia.Node {
	b := j.b
	o := b.newOp("multistep by state", b.blocked(j.f), 2)
	o.kernel = kernel(o, func(d []T, in [][]T) {
		d = d[:b.valid(j.f).Len()]
		compute.BlendForward(b.pool, d, in[1][:len(d)], nil, nil, factor(in[0][0]), 0)
	})
	return joinBackward[T](j, s, b.apply(o, k, grad))
}

// multistepByK is the gradient of the coefficient, Σ grad·(S(prev) − x).
func multistepByK[T compute.Float](j *join, in gorgonia.Nodes, grad *gorgonia.Node) *gorgonia.Node {
	b := j.b
	o := b.newOp("multistep by k", tensor.Shape{1}, 3)
	var room []T
	if !j.before.identity() {
		room = make([]T, b.blocked(j.f).TotalSize())
	}
	o.kernel = kernel(o, func(dk []T, in [][]T) {
		s := b.valid(j.f)
		g := in[2][:s.Len()]
		byX := compute.Dot(b.pool, s, g, in[0][:s.Len()])
		dk[0] = T(compute.Dot(b.pool, s, g, forward(j.before, b, room, in[1])) - byX)
	})
	return b.apply(o, in[0], in[2], grad)
}
