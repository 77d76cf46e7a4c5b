package nn

import "fmt"

// LoadFloat64s is [Machine.Load] of float64, which a graph in float64 takes as they
// are.
func (m *Machine) LoadFloat64s(images []float64) error {
	if err := m.begin("LoadFloat64s"); err != nil {
		return err
	}
	defer m.end()
	in := m.b.input
	n, rest := len(images)/(in.C*in.H*in.W), len(images)%(in.C*in.H*in.W)
	if n < 1 || n > m.b.opts.Batch || rest != 0 {
		return fmt.Errorf("nn: LoadFloat64s: got %d values, want 1 to %d images of %v", len(images), m.b.opts.Batch, in)
	}
	s := m.b.state
	s.valid, m.ran = n, false
	s.labels, s.targets = s.labels[:0], false
	if m.b.wide() {
		pack(in, images, m.b.valid(in))
		return nil
	}
	narrow := make([]float32, len(images))
	for i, v := range images {
		narrow[i] = float32(v)
	}
	pack(in, narrow, m.b.valid(in))
	return nil
}

// ReadFloat64s is [Machine.Read] into float64, to the bit for a graph in float64.
func (m *Machine) ReadFloat64s(dst []float64) error {
	if err := m.begin("ReadFloat64s"); err != nil {
		return err
	}
	defer m.end()
	if err := m.readable("ReadFloat64s", m.out, len(dst)); err != nil {
		return err
	}
	m.b.readWide(dst, m.out, m.out.node.Value())
	return nil
}
