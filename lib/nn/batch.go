package nn

import (
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Load copies a batch of images, N·C·H·W values, into the graph. A batch smaller
// than the graph's is exact: what is missing takes part in nothing.
func (m *Machine) Load(images []float32) error {
	if err := m.begin("Load"); err != nil {
		return err
	}
	defer m.end()
	in := m.b.input
	n, rest := len(images)/(in.C*in.H*in.W), len(images)%(in.C*in.H*in.W)
	if n < 1 || n > m.b.opts.Batch || rest != 0 {
		return fmt.Errorf("nn: Load: got %d values, want 1 to %d images of %v", len(images), m.b.opts.Batch, in)
	}
	s := m.b.state
	s.valid, m.ran = n, false
	s.labels, s.targets = s.labels[:0], false // those of the batch before
	m.b.fill(in, images)
	return nil
}

// Labels sets the class of each image of the batch that was loaded.
func (m *Machine) Labels(labels []int) error {
	if err := m.begin("Labels"); err != nil {
		return err
	}
	defer m.end()
	if len(labels) != m.b.state.valid {
		return fmt.Errorf("nn: Labels: got %d labels, want %d as images were loaded", len(labels), m.b.state.valid)
	}
	classes := m.b.classes
	if classes == 0 {
		return errors.New("nn: Labels: got labels for a graph without a cross-entropy")
	}
	for i, l := range labels {
		if l < 0 || l >= classes {
			return fmt.Errorf("nn: Labels: got label %d for image %d, want one in [0, %d)", l, i, classes)
		}
	}
	m.b.state.labels = append(m.b.state.labels[:0], labels...)
	return nil
}

// Targets sets the values that a squared error compares the output with, laid
// out as the output is.
func (m *Machine) Targets(values []float32) error {
	if err := m.begin("Targets"); err != nil {
		return err
	}
	defer m.end()
	if m.b.target.node == nil {
		return errors.New("nn: Targets: got values for a graph without a squared error")
	}
	t := m.b.target
	if want := m.b.state.valid * t.C * t.H * t.W; len(values) != want {
		return fmt.Errorf("nn: Targets: got %d values, want %d images of %v", len(values), m.b.state.valid, t)
	}
	m.b.fill(t, values)
	m.b.state.targets = true
	return nil
}

// CheckBatch returns what is wrong with a batch of n images, or nil: there must
// be room for it, and in a graph for training every normalization needs two
// values per channel or more.
func (m *Machine) CheckBatch(n int) error {
	if !m.compiled() {
		return errors.New("nn: CheckBatch: got no machine, want one from Builder.Compile")
	}
	if n < 1 || n > m.b.opts.Batch {
		return fmt.Errorf("nn: got a batch of %d images, want 1 to %d", n, m.b.opts.Batch)
	}
	for _, norm := range m.b.norms {
		if err := norm.checkBatch(n); err != nil {
			return err
		}
	}
	return nil
}

// fill copies images into a placeholder's value and clears what lies behind.
func (b *Builder) fill(n Node, images []float32) {
	s := b.valid(n)
	if b.wide() {
		tmp := make([]float64, len(images))
		for i, v := range images {
			tmp[i] = float64(v)
		}
		pack(n, tmp, s)
		return
	}
	pack(n, images, s)
}

func pack[T compute.Float](n Node, images []T, s compute.Shape) {
	dst := data[T](n.node.Value())
	compute.Pack(dst[:s.Len()], images, s)
	clear(dst[s.Len():])
}
