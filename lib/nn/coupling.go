package nn

import "gorgonia.org/gorgonia"

// Coupling adds y = x + f(z), one half of a reversible block (Gomez et al. 2017):
//
//	y1 := b.Coupling(x1, x2, f)        // x1 = y1 − f(x2)
//	y2 := b.Coupling(x2, y1, g)        // x2 = y2 − g(y1)
//
// f adds the branch, whose output has the shape of x. In a graph for training it
// is called a second time, for the backward pass: x is computed again from y and z,
// and so is all that f makes of z, when their turn comes. So f must add the same
// operations each time. Nothing of them is kept, unless [Options.StoreActivations] says
// so, or [Options.Paths]. A coupling inside f is an ordinary addition.
//
// So that nothing is lost on the way there and back, a graph for training rounds x, z and
// f(z) to multiples of 2⁻¹⁷, in float64 of 2⁻⁴⁴. As long as f(z) stays below 32 and y
// below 128, in float64 below 128 and 512, x and the gradients are then to the bit what
// they are with stored activations. A value beyond is off in its last digits.
//
// If the block's gate is deleted, y = x.
func (b *Builder) Coupling(x, z Node, f func(z Node) Node) Node {
	if !b.ready("Coupling", []Node{x, z}) {
		return Node{}
	}
	if f == nil {
		b.fail("Coupling", "no function for a state of %v, want one that adds the branch", x)
		return Node{}
	}
	if x.node == z.node {
		b.fail("Coupling", "one value of %v twice, want two: x cannot be computed from x + f(x)", x)
		return Node{}
	}
	f, restore := b.dropsWithin(f)
	defer restore()
	if !b.opts.Training || b.recording != nil || b.repeating != nil {
		return b.coupled(&join{x: x, f: b.Branch(func() Node { return f(z) })})
	}
	x, z = b.snapped(x), b.snapped(z)
	if b.opts.StoreActivations || b.opts.Paths {
		return b.coupled(&join{x: x, f: b.Branch(func() Node { return f(z) }), snaps: true})
	}
	b.reversible = true
	c := &coupling{b: b, x: x, z: z, f: f, gate: b.gate, role: b.role, recording: &recording{}}
	b.recording = c.recording
	branch := b.Branch(func() Node { return f(z) })
	b.recording = nil
	return b.coupled(&join{x: x, f: branch, snaps: true, coupling: c})
}

// dropsWithin returns f with the leaving out of paths that [Builder.DropPaths] asks for,
// which else is added where blocks end: there it would not be repeated.
func (b *Builder) dropsWithin(f func(z Node) Node) (within func(z Node) Node, restore func()) {
	rate := b.paths.rate
	b.paths.ends++
	before := b.paths
	b.paths.rate = 0
	return func(z Node) Node { return b.DropPath(f(z), rate) }, func() { b.paths = before }
}

// coupled ends a coupling.
func (b *Builder) coupled(j *join) Node {
	if b.err == nil && j.f.node != nil && !j.f.sameShape(j.x) {
		b.fail("Coupling", "a state of %v and a branch of %v, want the same shape", j.x, j.f)
		return Node{}
	}
	j.name, j.stride = "Coupling", 1
	y := b.join(j)
	if j.snaps && b.err == nil {
		b.onGrid[y.node] = y.node
	}
	return y
}

// coupling is y = x + f(z) of a graph that keeps neither x nor what f computes.
type coupling struct {
	b    *Builder
	x, z Node
	f    func(z Node) Node
	gate *Gate
	role role

	*recording // of f
}

// recover adds what computes x and the values in f again. It is called when the
// gradient of y has arrived, before anybody asks for those values: whatever y and z
// were used for later is differentiated, so they have been recovered by then, or are
// there.
func (c *coupling) recover(y, grad *gorgonia.Node) {
	b, z := c.b, c.z
	z.node = b.after(b.recovery.of(z.node), grad)
	gate, role := b.gate, b.role
	b.gate, b.role = c.gate, c.role
	b.repeating = &repetition{recording: c.recording}
	branch := b.Branch(func() Node { return c.f(z) })
	b.repeating.end(b)
	b.repeating = nil
	if b.err == nil {
		from := c.x
		from.node = y
		minus := Constant(-1)
		x := b.join(&join{name: "Uncoupling", x: from, f: branch, h: &minus, stride: 1, undoes: true, snaps: true})
		b.recovery.note(c.x.node, x.node)
	}
	b.gate, b.role = gate, role
}

// after is a value, for those who are to wait for a gradient. Without it they could
// run as soon as the forward pass is through, and fill the memory that is saved here.
func (b *Builder) after(value, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("after", value.Shape(), 2)
	o.bare, o.hands, o.bears = true, []int{0}, true
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		o.absent = o.lacks(0)
		return in[0]
	}
	return b.apply(o, value, grad)
}
