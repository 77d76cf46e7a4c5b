package nn

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Read copies the output for each image of the batch into dst, which must have
// the room for exactly that: N·C·H·W values. It fails otherwise, and if the batch
// that was loaded has not been run.
func (m *Machine) Read(dst []float32) error {
	if err := m.begin("Read"); err != nil {
		return err
	}
	defer m.end()
	if err := m.readable("Read", m.out, len(dst)); err != nil {
		return err
	}
	m.b.read(dst, m.out, m.out.node)
	return nil
}

// readable returns why so many values of a node cannot be read.
func (m *Machine) readable(operation string, n Node, room int) error {
	if !m.ran {
		return fmt.Errorf("nn: %s: got no run of the batch that was loaded, want one", operation)
	}
	if want := m.b.state.valid * n.C * n.H * n.W; room != want {
		return fmt.Errorf("nn: %s: got room for %d values, want %d", operation, room, want)
	}
	return nil
}

// read copies the value of a graph's node, which has the shape of n, into dst.
func (b *Builder) read(dst []float32, n Node, node *gorgonia.Node) {
	s := b.valid(n)
	if !b.wide() {
		compute.Unpack(dst, data[float32](node.Value())[:s.Len()], s)
		return
	}
	tmp := make([]float64, len(dst))
	compute.Unpack(tmp, data[float64](node.Value())[:s.Len()], s)
	for i, v := range tmp {
		dst[i] = float32(v)
	}
}

// readWide copies a value that has the shape of n into dst.
func (b *Builder) readWide(dst []float64, n Node, value gorgonia.Value) {
	s := b.valid(n)
	if b.wide() {
		compute.Unpack(dst, data[float64](value)[:s.Len()], s)
		return
	}
	tmp := make([]float32, len(dst))
	compute.Unpack(tmp, data[float32](value)[:s.Len()], s)
	widen(dst, tmp)
}
