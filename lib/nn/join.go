package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Add adds the end of a residual block, y = S(x) + f. S is option A of He et al.
// (2016a): every stride-th row and column of x, and channels of zeros behind its
// own. If f has the shape of x and stride is 1, that is the identity.
//
// If the block's gate is deleted, y = S(x).
func (b *Builder) Add(x, f Node, stride int) Node {
	return b.join(&join{name: "Add", x: x, f: f, stride: stride})
}

// ScaledAdd adds y = x + h·f, a step of size h along f: the end of a block that
// discretizes du/dt = f(u) by the forward Euler method. Both values have the same
// shape.
//
// If the block's gate is deleted, y = x.
func (b *Builder) ScaledAdd(x, f Node, h Factor) Node {
	return b.join(&join{name: "ScaledAdd", x: x, f: f, h: &h, stride: 1})
}

// Multistep adds the end of a linear multi-step block (Lu et al. 2018),
//
//	y = (1−k)·x + k·S(prev) + f
//
// with k one learned number, and S as in [Builder.Add] with the stride that leads
// from prev to x: 1, except for the block behind a change of shape.
//
// If the block's gate is deleted, y = (1−k)·x + k·S(prev).
func (b *Builder) Multistep(k *Param, x, prev, f Node, stride int) Node {
	return b.join(&join{name: "Multistep", x: x, prev: prev, k: k, f: f, stride: stride, multistep: true})
}

// Bypass adds the end of a plain network's layer, y = f. If the layer's gate is
// deleted, y = S(x) as in [Builder.Add].
func (b *Builder) Bypass(x, f Node, stride int) Node {
	return b.join(&join{name: "Bypass", x: x, f: f, stride: stride, plain: true})
}

// join is the operation in which a block ends.
type join struct {
	name       string
	b          *Builder
	op         *op
	gate       *Gate
	x, prev, f Node
	k          *Param
	h          *Factor // nil stands for 1
	stride     int     // of S
	plain      bool
	multistep  bool
	undoes     bool // computes the state before a coupling
	snaps      bool // adds exactly: see [compute.AddSnapped]

	coupling *coupling // whose end it is, in a graph that keeps no state before it

	across, before *shortcut // bring x and prev to the shape of f
}

// shortcut brings a value to the shape of a block's output.
type shortcut struct {
	from, to Node
	plans    *plans[compute.Shortcut]
}

func (b *Builder) join(j *join) Node {
	j.b, j.gate = b, b.gate
	if !j.check() {
		return Node{}
	}
	if !j.plain {
		j.f = b.dropped(j.f)
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

// check sees to it that everything fits, and plans the shortcuts.
func (j *join) check() bool {
	b := j.b
	if !j.multistep {
		if !b.ready(j.name, []Node{j.x, j.f}) {
			return false
		}
		if j.h != nil && !j.x.sameShape(j.f) {
			b.fail(j.name, "values of %v and %v, want the same shape", j.x, j.f)
		}
		if j.h == nil || j.h.check(b, j.name) {
			j.across = b.shortcut(j.name, j.x, j.f, j.stride)
		}
		return b.err == nil
	}
	if !b.ready(j.name, []Node{j.x, j.prev, j.f}, j.k) {
		return false
	}
	j.across = b.shortcut(j.name, j.x, j.f, 1)
	j.before = b.shortcut(j.name, j.prev, j.f, j.stride)
	if !j.x.sameShape(j.f) {
		b.fail(j.name, "a state of %v and a branch of %v, want the same shape", j.x, j.f)
	}
	if j.k.Len() != 1 {
		b.fail(j.name, "%d values in %s, want 1", j.k.Len(), j.k.Name)
	}
	return b.err == nil
}

// shortcut checks that option A leads from one shape to the other.
func (b *Builder) shortcut(name string, from, to Node, stride int) *shortcut {
	s := &shortcut{from: from, to: to}
	if stride < 1 {
		b.fail(name, "stride %d, want at least 1", stride)
	}
	s.plans = newPlans(b, func() (compute.Shortcut, error) {
		return compute.NewShortcut(b.valid(from), compute.ShortcutOptions{Out: to.C, Stride: stride})
	})
	plan, err := compute.NewShortcut(b.shape(from), compute.ShortcutOptions{Out: to.C, Stride: stride})
	if out := plan.Out(); err != nil || out.H != to.H || out.W != to.W {
		b.fail(name, "a state of %v and a branch of %v, want the shape that stride %d and added channels lead to", from, to, stride)
	}
	return s
}

func (s *shortcut) identity() bool { return s.from.sameShape(s.to) }

// inputs are the operation's: x and f, then a learned h, or for a multi-step block
// prev and k.
func (j *join) inputs() gorgonia.Nodes {
	in := gorgonia.Nodes{j.x.node, j.f.node}
	switch {
	case j.k != nil:
		in = append(in, j.prev.node, j.b.param(j.k))
	case j.h != nil:
		in = append(in, j.h.input(j.b)...)
	}
	return in
}
