package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// joinBackward returns the gradients by x and f, by a learned h, and of a multi-step
// block by prev and k.
func joinBackward[T compute.Float](j *join, in gorgonia.Nodes, grad *gorgonia.Node) gorgonia.Nodes {
	b := j.b
	df := b.into(intoBranch, j.gate, grad)
	if j.plain {
		if j.gate == nil {
			j.op.wrt[0] = false
			return gorgonia.Nodes{nil, df}
		}
		return gorgonia.Nodes{across[T](j, j.across, b.into(intoDetour, j.gate, grad)), df}
	}
	grad = b.into(intoShortcut, j.gate, grad)
	switch {
	case j.h != nil:
		return append(gorgonia.Nodes{grad}, byScaled[T](j, in, df)...)
	case j.k == nil:
		return gorgonia.Nodes{across[T](j, j.across, grad), df}
	}
	dx := scaled(j, j.across, in[3], grad, func(k T) T { return 1 - k })
	dprev := scaled(j, j.before, in[3], grad, func(k T) T { return k })
	if !j.op.wrt[3] {
		return gorgonia.Nodes{dx, df, dprev, nil}
	}
	return gorgonia.Nodes{dx, df, dprev, multistepByK[T](j, in, grad)}
}

// byScaled returns the gradients by f and by a learned h of x + h·f.
func byScaled[T compute.Float](j *join, in gorgonia.Nodes, grad *gorgonia.Node) gorgonia.Nodes {
	c, h := combination{name: j.name, x: j.x, z: j.f, k: *j.h}, in[2:]
	grads := gorgonia.Nodes{scaledBy(j.b, c, grad, h, func(h T) T { return h })}
	if len(h) > 0 {
		grads = append(grads, byFactor[T](j.b, c, in, grad))
	}
	return grads
}

// into hands a gradient on to the branch, the shortcut or the detour of a block,
// if its gate lets it pass. What is behind it is not computed if it does not.
func (b *Builder) into(r role, g *Gate, grad *gorgonia.Node) *gorgonia.Node {
	if g == nil {
		return grad
	}
	return pick(b, intoOf[float32], intoOf[float64])(b, r, g, grad)
}

func intoOf[T compute.Float](b *Builder, r role, g *Gate, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("gate", grad.Shape(), 1)
	o.gate, o.role = g, r
	o.hands = []int{0}
	o.bare = r != intoBranch // which has a scale
	scale := kernel(o, func(d []T, in [][]T) {
		compute.BlendForward(b.pool, d, in[0], nil, nil, T(g.scale()), 0)
	})
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		if r != intoBranch || g.scale() == 1 {
			return in[0]
		}
		return scale(in)
	}
	if r == intoBranch {
		leveled[T](b, o, g)
	}
	return b.apply(o, grad)
}

// across is the gradient that reaches the input of a shortcut.
func across[T compute.Float](j *join, s *shortcut, grad *gorgonia.Node) *gorgonia.Node {
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

// scaled is across of the gradient times a function of k.
func scaled[T compute.Float](j *join, s *shortcut, k, grad *gorgonia.Node, factor func(k T) T) *gorgonia.Node {
	b := j.b
	o := b.newOp("multistep by state", b.blocked(j.f), 2)
	o.over = []int{1}
	o.kernel = kernel(o, func(d []T, in [][]T) {
		d = d[:b.valid(j.f).Len()]
		compute.BlendForward(b.pool, d, in[1][:len(d)], nil, nil, factor(in[0][0]), 0)
	})
	return across[T](j, s, b.apply(o, k, grad))
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
