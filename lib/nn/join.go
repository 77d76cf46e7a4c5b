package nn

import (
	"gorgonia.org/gorgonia"

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

// inputs are the operation's: x and f, and for a multi-step block prev and k.
func (j *join) inputs() gorgonia.Nodes {
	in := gorgonia.Nodes{j.x.node, j.f.node}
	if j.k != nil {
		in = append(in, j.prev.node, j.b.param(j.k))
	}
	return in
}

// route says for which inputs the operation yields gradients, and how those of x
// and prev travel.
func (j *join) route(o *op) (byX, byPrev *fork) {
	byX = read(j.x)
	o.wrt[0] = byX == nil && !j.plain && j.x.node != j.b.input.node
	o.wrt[1] = true
	if j.k != nil {
		byPrev = read(j.prev)
		o.wrt[2] = byPrev == nil && j.prev.node != j.b.input.node
		o.wrt[3] = true
	}
	return byX, byPrev
}
