package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
)

// maker makes the layers of a network and keeps account of the shape that
// reaches each and of the multiply-accumulates it costs.
type maker struct {
	layers  *nn.Maker
	c, h, w int // what the next layer gets
	macs    int64
	beside  int64 // of macs, those in shortcuts
}

func newMaker(c Config) *maker {
	dtype := nn.Float32
	if c.Float64 {
		dtype = nn.Float64
	}
	return &maker{layers: nn.NewMaker(c.Seed, dtype), c: c.Input[0], h: c.Input[1], w: c.Input[2]}
}

// conv makes a convolution over what the maker has come to, and moves on.
func (m *maker) conv(name string, out, kernel, stride int) nn.Conv {
	return m.grouped(name, out, kernel, stride, 1)
}

// grouped makes a convolution in groups.
func (m *maker) grouped(name string, out, kernel, stride, groups int) nn.Conv {
	conv := m.layers.GroupedConv(name, m.c, out, kernel, stride, groups)
	m.move(stride)
	m.macs += int64(out*(m.c/groups)*kernel*kernel) * int64(m.h*m.w)
	m.c = out
	return conv
}

// move goes on by what a window with padding around its middle leaves of an image.
func (m *maker) move(stride int) {
	m.h, m.w = (m.h+stride-1)/stride, (m.w+stride-1)/stride
}

func (m *maker) norm(name string) nn.Norm { return m.layers.Norm(name, m.c) }

func (m *maker) linear(name string, in, out int) nn.Linear {
	m.macs += int64(in * out)
	return m.layers.Linear(name, in, out)
}

// halve goes on by what a window of 2×2 without padding leaves of an image.
func (m *maker) halve() { m.h, m.w = m.h/2, m.w/2 }

// aside runs f and comes back to the shape before it: a shortcut starts where
// its branch does.
func (m *maker) aside(f func()) {
	c, h, w := m.c, m.h, m.w
	f()
	m.c, m.h, m.w = c, h, w
}

// blockName is torch's: layer2.0 is the first block of the second stage. Those of a
// reversible network go by the step that two of them make: layer2.0.f and layer2.0.g.
func (c Config) blockName(stage, index int) string {
	if c.reversible() {
		return fmt.Sprintf("layer%d.%d.%c", stage+1, index/2, "fg"[index%2])
	}
	return fmt.Sprintf("layer%d.%d", stage+1, index)
}
