package models

import "fmt"

// ResNet builds a residual network of pre-activation blocks: forward Euler on
// u' = f(u), one step per block (Lu et al. 2018, table 1).
//
//	u[n+1] = S(u[n]) + f(u[n])
//
// S is the identity, and where the shape changes what [Config.Shortcut] says.
// With [Config.Order] set to [Original] it is that of He et al. (2016a):
//
//	u[n+1] = ReLU(S(u[n]) + f(u[n]))
//
// Deleting a block (see package lesion) leaves S(u[n]), or in the original order
// ReLU(S(u[n])). Where S is the identity that is u[n] in either case, for what
// reaches a block of the original order has been through a ReLU.
//
// For images: a stem of one 3×3 convolution, three stages of (Depth−2)/6 blocks
// with widths w, 2w, 4w of which the second and the third halve the image, and a
// head of BN-ReLU, global average pooling and a linear layer. In the original
// order that BN-ReLU stands behind the stem instead. ResNet-110 with
// its 54 blocks is the network of Veit et al. (2016).
//
// With a [Dense] branch there is neither stem nor head: the network is a map of
// vectors, for regression.
func ResNet(c Config) (*Net, error) {
	c = c.withDefaults()
	if c.Shortcut == Default {
		c.Shortcut = OptionA
	}
	if err := c.check("ResNet"); err != nil {
		return nil, err
	}
	return build(family{name: "ResNet"}, c), nil
}

// family is what distinguishes the networks that build makes.
type family struct {
	name      string
	multistep bool // coefficient k in every block that has a state before it
	plain     bool // one layer per block, no shortcut
}

// build makes a network from a configuration that has been checked.
func build(f family, c Config) *Net {
	m := newMaker(c)
	n := &Net{family: f, config: c}
	if dense, ok := c.Branch.(Dense); ok {
		n.name = fmt.Sprintf("%s of %d dense blocks", f.name, c.Blocks)
		n.stages = []Stage{makeStage(m, f, dense, 0, c.Blocks, c.Input[0], 1, c)}
	} else {
		n.name = fmt.Sprintf("%s-%d", f.name, c.Depth)
		if c.Order == Original && !f.plain {
			n.name += " in the original order"
		}
		n.images(m)
	}
	n.params, n.macs = m.layers.Params(), m.macs
	n.Constrain()
	return n
}

// images makes the stem, the three stages and the head.
func (n *Net) images(m *maker) {
	c, blocks := n.config, (n.config.Depth-2)/6
	var branch Branch = Basic{}
	switch {
	case n.family.plain:
		branch, blocks = layer{}, 2*blocks
	case c.Order == Original:
		branch = original{}
	}
	n.stem = makeStem(m, c, n.family.plain)
	for s := range 3 {
		stride := 2
		if s == 0 {
			stride = 1
		}
		n.stages = append(n.stages, makeStage(m, n.family, branch, s, blocks, c.Width<<s, stride, c))
	}
	n.head = makeHead(m, c, n.family.plain)
}

func makeStage(m *maker, f family, branch Branch, stage, blocks, out, stride int, c Config) Stage {
	s := Stage{}
	for i := range blocks {
		name := blockName(stage, i)
		k := &Block{Name: name, Stage: stage, stride: stride, resize: c.Shortcut.plan(out, stride), plain: f.plain}
		k.Transition = stride != 1 || m.c != out
		if k.Transition && !f.plain && c.Shortcut.projects() {
			k.shortcut = makeProjection(m, name, c, out, stride)
		}
		if f.multistep && !k.Transition && (stage > 0 || i > 0) {
			k.k = m.layers.Uniform(name+".k", -0.1, 0, 1)
		}
		k.layers = branch.make(m, name, out, stride)
		s.Blocks = append(s.Blocks, k)
		stride = 1
	}
	s.C, s.H, s.W = m.c, m.h, m.w
	return s
}
