package models

import (
	"fmt"
	"strings"
)

// build makes a network from a configuration that has been checked.
func build(f family, c Config) *Net {
	m := newMaker(c)
	n := &Net{family: f, config: c}
	n.name = f.title(c)
	if c.Step != nil && c.Step != f.step {
		n.name += fmt.Sprintf(", %v", c.Step)
	}
	if v, ok := c.vectors(); ok {
		n.stages = []Stage{makeStage(m, f, v, 0, c.refined(c.Blocks, false), c.Input[0], 1, c)}
	} else {
		n.images(m)
	}
	if c.Refined > 0 {
		n.name += fmt.Sprintf(", in steps of 1/%d", 1<<c.Refined)
	}
	n.params, n.macs = m.layers.Params(), m.macs
	n.Constrain()
	return n
}

// title is the family with its size, such as ResNet-110 or WRN-28-10.
func (f family) title(c Config) string {
	if v, ok := c.vectors(); ok {
		return fmt.Sprintf("%s of %d %s", f.name, c.Blocks, blocksOf(v))
	}
	title := fmt.Sprintf("%s-%d", f.name, c.Depth)
	if c.Layout.vgg() {
		if title = fmt.Sprintf("VGG-%d", c.Depth); c.Layout.classifies() {
			title += fmt.Sprintf(" in the %v layout", c.Layout)
		}
	}
	if f.wide {
		title += fmt.Sprintf("-%d", c.Widen)
	}
	if k, ok := c.Branch.(Bottleneck); ok && k.withDefaults() != (Bottleneck{StrideFirst: k.StrideFirst}).withDefaults() {
		title += fmt.Sprintf(" %v", k)
	}
	if b, ok := c.anywhere(); ok {
		title += ", " + strings.ToLower(b.kind())
	}
	if s, ok := c.Branch.(ShakeShake); ok {
		title += ", " + s.String()
	}
	if c.Order == Original && !f.plain {
		title += " in the original order"
	}

	return title
}

// images makes the stem, the stages and the head.
func (n *Net) images(m *maker) {
	c := n.config
	branch := n.family.branch(c)
	fractal := n.family.fractal()
	if !c.Layout.vgg() && !fractal {
		n.stem = makeStem(m, c, n.family.plain)
	}
	for s, blocks := range c.stageBlocks() {
		if n.family.plain && !c.Layout.vgg() {
			blocks *= 2 // a layer each
		}
		stride := 2
		if s == 0 || c.Layout.vgg() {
			stride = 1
		}
		n.stages = append(n.stages, makeStage(m, n.family, branch, s, blocks, int(c.channels(s)), stride, c))
	}
	n.head = makeHead(m, c, n.family.plain || fractal)
}

// branch is what the blocks are made with, in the order of their layers.
func (f family) branch(c Config) Branch {
	k, bottlenecks := c.Branch.(Bottleneck)
	if b, ok := c.anywhere(); ok {
		return b
	}
	switch {
	case f.plain || f.fractal():
		return layer{}
	case bottlenecks && c.Order == Original:
		return originalBottleneck{k}
	case bottlenecks:
		return k
	case c.Order == Original:
		return original{}
	case f.wide:
		return wideBasic{c.Dropout}
	case c.shakes():
		return c.Branch
	}
	return Basic{}
}

func makeStage(m *maker, f family, branch Branch, stage, blocks, out, stride int, c Config) Stage {
	s := Stage{}
	for i := range blocks {
		pooled := c.Layout.vgg() && stage > 0 && i == 0
		if pooled {
			m.halve()
		}
		at := site{
			config: c, name: c.blockName(stage, i), branch: branch, out: out, stride: stride, stage: stage, index: i,
			first: stage == 0 && i == 0, transition: stride != 1 || m.c != out || pooled,
		}
		before := m.macs - m.beside
		if c.Layout.classifies() {
			at.branch = c.vggLayer(stage, i)
		}
		k := &Block{Name: at.name, Stage: stage, Transition: at.transition}
		if f.plain {
			k.update = &layerStep{layers: at.layers(m), stride: stride, pooled: pooled}
		} else {
			k.update = f.stepOf(c).make(m, at)
		}
		k.macs = m.macs - m.beside - before
		s.Blocks = append(s.Blocks, k)
		stride = 1
	}
	s.C, s.H, s.W = m.c, m.h, m.w
	return s
}
