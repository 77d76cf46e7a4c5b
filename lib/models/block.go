package models

import "github.com/unravel-go/unravel/lib/nn"

// Block is the unit of lesion, of path and of the step of an ODE scheme: a
// residual branch beside a shortcut, or one layer of a plain network.
type Block struct {
	Name       string // torch-style, such as layer2.0
	Stage      int    // 0-based
	Transition bool   // changes the shape: what remains when it is deleted is no identity

	branch   Branch
	layers   residual
	stride   int
	added    int         // channels that the block's output has beyond its input's
	shortcut *projection // nil: identity, or option A where the shape changes
	k        *nn.Param   // coefficient of a linear multi-step block; nil for an Euler step
	plain    bool        // no shortcut at all
}

// Stage is a run of blocks whose outputs have one shape.
type Stage struct {
	Blocks  []*Block
	C, H, W int // of its outputs
}

// Branch is what a block computes besides its shortcut: [Basic] or [Dense].
type Branch interface {
	// make makes the layers of one block, moving the maker to its output.
	make(m *maker, name string, out, stride int) residual
}

// residual is the layers of one block's branch.
type residual interface {
	forward(b *nn.Builder, x nn.Node) nn.Node
}

// ending is what layers implement that do more at the end of their block than add
// the branch f to the shortcut s.
type ending interface {
	join(b *nn.Builder, f, s nn.Node) nn.Node
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
	if k.plain {
		f := b.Branch(func() nn.Node { return k.layers.forward(b, x) })
		return state{b.Bypass(x, f, k.stride), x, k.stride}
	}
	f := b.Branch(func() nn.Node { return k.layers.forward(b, x) })
	if end, ok := k.layers.(ending); ok {
		return state{end.join(b, f, k.across(b, x)), x, k.stride}
	}
	if k.k != nil {
		return state{b.Multistep(k.k, x, s.before, f, s.stride), x, 1}
	}
	stride := k.stride
	if k.shortcut != nil {
		x, stride = k.shortcut.forward(b, x), 1
	}
	return state{b.Add(x, f, stride), x, stride}
}

// across is the block's shortcut.
func (k *Block) across(b *nn.Builder, x nn.Node) nn.Node {
	switch {
	case k.shortcut != nil:
		return k.shortcut.forward(b, x)
	case k.Transition:
		return b.Pad(b.MaxPool(x, nn.Window{Size: 1, Stride: k.stride}), 0, k.added)
	}
	return x
}
