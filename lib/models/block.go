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
	resize   nn.Shortcut // that one
	k        *nn.Param   // coefficient of a linear multi-step block; nil for an Euler step
	plain    bool        // no shortcut at all
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
	f := b.Branch(func() nn.Node { return k.layers.forward(b, x) })
	if k.plain {
		return state{b.Bypass(x, f, k.stride), x, k.stride}
	}
	if k.k != nil {
		return state{b.Multistep(k.k, x, s.before, f, s.stride), x, 1}
	}
	end, ended := k.layers.(ending)
	if k.optionA() && !ended {
		return state{b.Add(x, f, k.stride), x, k.stride} // which has the shortcut in it
	}
	x = k.across(b, x)
	if ended {
		return state{end.join(b, f, x), x, 1}
	}
	return state{b.Add(x, f, 1), x, 1}
}

// optionA reports whether the shortcut is option A as published, or the identity.
func (k *Block) optionA() bool {
	return k.shortcut == nil && !k.resize.Average && !k.resize.Centered
}

// across is the block's shortcut.
func (k *Block) across(b *nn.Builder, x nn.Node) nn.Node {
	switch {
	case k.shortcut != nil:
		return k.shortcut.forward(b, x)
	case k.Transition:
		return b.Shortcut(x, k.resize)
	}
	return x
}
