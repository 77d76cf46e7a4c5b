package models

import "github.com/unravel-go/unravel/lib/nn"

// Block is the unit of lesion, of path and of the step of an ODE scheme: a
// residual branch beside a shortcut, or one layer of a plain network.
type Block struct {
	Name       string // torch-style, such as layer2.0
	Stage      int    // 0-based
	Transition bool   // changes the shape: what remains when it is deleted is no identity

	layers   residual
	stride   int
	shortcut *projection // nil: identity, or without weights where the shape changes
	before   *projection // of the state before, where a multi-step block changes the shape
	resize   nn.Shortcut // the one without weights
	fused    bool        // the sum takes the shortcut without weights upon itself
	k        *nn.Param   // coefficient of a linear multi-step block; nil for an Euler step
	plain    bool        // no shortcut at all
	pooled   bool        // before all else, the maximum of 2×2
}

// String is the block's name, and whether it changes the shape.
func (k *Block) String() string {
	if k.Transition {
		return k.Name + ", which changes the shape"
	}
	return k.Name
}

// Stage is a run of blocks whose outputs have one shape.
type Stage struct {
	Blocks  []*Block
	C, H, W int // of its outputs
}

// Branch is what a block computes besides its shortcut: [Basic], [Bottleneck] or
// [Dense].
type Branch interface {
	// make makes the layers of one block, moving the maker to its output.
	make(m *maker, name string, out, stride int) residual
}

// residual is the layers of one block's branch.
type residual interface {
	forward(b *nn.Builder, x nn.Node) nn.Node
}

// preactivated is what layers implement that begin with a normalization and a ReLU:
// forward goes on from there.
type preactivated interface {
	activate(b *nn.Builder, x nn.Node) nn.Node
}

// ending is what layers implement that leave their last normalization to the end of
// the block, where it, the sum and a ReLU are one pass.
type ending interface {
	last() nn.Norm
}

// state is what a block hands to the next: its output, what counts as the state
// before that, and the stride that leads from there to here.
type state struct {
	now, before nn.Node
	stride      int
}

// forward adds the block to a graph.
func (k *Block) forward(b *nn.Builder, s state) state {
	x := s.now
	if k.pooled {
		x = b.MaxPool(x, nn.Window{Size: 2})
	}
	f, h := k.branch(b, x)
	switch {
	case k.plain:
		return state{b.Bypass(x, f, k.stride), x, k.stride}
	case k.k != nil && !k.Transition:
		return state{k.multistep(b, x, s.before, f, s.stride), x, 1}
	case k.fused:
		return state{b.Add(x, f, k.stride), x, k.stride}
	}
	y := k.across(b, h, k.shortcut)
	if k.k != nil {
		return state{k.multistep(b, y, k.across(b, s.before, k.before), f, 1), y, 1}
	}
	if end, ended := k.layers.(ending); ended {
		return state{b.BatchNormAddReLU(f, y, end.last()), y, 1}
	}
	return state{b.Add(y, f, 1), y, 1}
}

// branch adds f, and returns with it what the shortcut begins with: the block's
// input, or what a shared activation makes of it, which stays when f is deleted.
func (k *Block) branch(b *nn.Builder, x nn.Node) (f, h nn.Node) {
	pre, ok := k.layers.(preactivated)
	if !ok {
		return b.Branch(func() nn.Node { return k.layers.forward(b, x) }), x
	}
	if k.shortcut != nil && k.shortcut.shared {
		h = pre.activate(b, x)
		return b.Branch(func() nn.Node { return k.layers.forward(b, h) }), h
	}
	return b.Branch(func() nn.Node { return k.layers.forward(b, pre.activate(b, x)) }), x
}

// multistep adds the end of a step of a linear multi-step scheme.
func (k *Block) multistep(b *nn.Builder, x, before, f nn.Node, stride int) nn.Node {
	end, ended := k.layers.(ending)
	if !ended {
		return b.Multistep(k.k, x, before, f, stride)
	}
	f = b.Branch(func() nn.Node { return b.BatchNorm(f, end.last()) })
	return b.ReLU(b.Multistep(k.k, x, before, f, stride))
}

// across brings a state to the shape of the block's output.
func (k *Block) across(b *nn.Builder, x nn.Node, p *projection) nn.Node {
	switch {
	case p != nil:
		return p.forward(b, x)
	case k.Transition:
		return b.Shortcut(x, k.resize)
	}
	return x
}
