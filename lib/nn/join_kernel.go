package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// joinOf adds the operation and says how gradients leave it.
func joinOf[T compute.Float](j *join) *gorgonia.Node {
	b := j.b
	in := j.inputs()
	o := b.newOp(j.name, b.blocked(j.f), len(in))
	o.kernel = kernel(o, joinKernel[T](j, b.gate))
	if j.plain {
		o.wrt = []bool{false, true}
	}
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		switch {
		case j.plain:
			return gorgonia.Nodes{nil, grad}, nil
		case j.k == nil:
			return gorgonia.Nodes{joinBackward[T](j, j.across, grad), grad}, nil
		}
		dx := scaled(j, j.across, in[3], grad, func(k T) T { return 1 - k })
		dprev := scaled(j, j.before, in[3], grad, func(k T) T { return k })
		return gorgonia.Nodes{dx, grad, dprev, multistepByK[T](j, in, grad)}, nil
	}
	return b.apply(o, in...)
}

// joinKernel computes the end of the block as its gate stands.
func joinKernel[T compute.Float](j *join, gate *Gate) func(y []T, in [][]T) {
	b := j.b
	before := make([]T, j.room())
	return func(y []T, in [][]T) {
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
			compute.BlendForward(b.pool, y, in[0][:len(y)], forward(j.before, b, before, in[2]), f, 1-k, k)
		default:
			compute.BlendForward(b.pool, y, forward(j.across, b, y, in[0]), nil, f, 1, 0)
		}
	}
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
	o.over = []int{1}
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
	before := make([]T, j.room())
	o.kernel = kernel(o, func(dk []T, in [][]T) {
		s := b.valid(j.f)
		g := in[2][:s.Len()]
		byX := compute.Dot(b.pool, s, g, in[0][:s.Len()])
		dk[0] = T(compute.Dot(b.pool, s, g, forward(j.before, b, before, in[1])) - byX)
	})
	return b.apply(o, in[0], in[2], grad)
}
