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
	switch {
	case k.k != nil:
		return state{b.Multistep(k.k, x, s.before, f, s.stride), x, 1}
	case k.shortcut != nil:
		p := k.shortcut.forward(b, x)
		return state{b.Add(p, f, 1), p, 1}
	}
	return state{b.Add(x, f, k.stride), x, k.stride}
}

// projection is a shortcut with weights.
type projection struct {
	norm *nn.Norm // nil for option B
	conv nn.Conv
}

func makeProjection(m *maker, name string, kind Shortcut, out, stride int) *projection {
	p := &projection{}
	m.aside(func() {
		if kind == NormProjection {
			norm := m.norm(name + ".downsample.0")
			p.norm = &norm
			p.conv = m.conv(name+".downsample.2", out, 1, stride)
			return
		}
		p.conv = m.conv(name+".downsample.0", out, 1, stride)
	})
	return p
}

func (p *projection) forward(b *nn.Builder, x nn.Node) nn.Node {
	if p.norm != nil {
		x = b.BatchNormReLU(x, *p.norm)
	}
	return b.Conv2D(x, p.conv)
}
