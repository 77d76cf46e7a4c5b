package nn

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Machine runs a compiled graph, one batch at a time: load, run, read. It is for
// one goroutine; its operations use several.
type Machine struct {
	vm     gorgonia.VM
	b      *Builder
	out    Node
	loss   *Scalar
	params []gorgonia.ValueGrad
	ran    bool // the batch that was loaded
}

// Scalar is a single number in a graph, such as a loss.
type Scalar struct{ node *gorgonia.Node }

// Gorgonia returns the graph's own node.
func (s *Scalar) Gorgonia() *gorgonia.Node { return s.node }

// Compile ends the building. With a loss in a graph for training it has Gorgonia
// differentiate the loss by every learned parameter. A builder compiles once.
func (b *Builder) Compile(out Node, loss *Scalar) (*Machine, error) {
	if b.compiled {
		return nil, errors.New("nn: Compile: got a second call, want one per builder: make another builder")
	}
	if b.err == nil && b.opts.Training && loss == nil {
		b.err = errors.New("nn: Compile: got a graph for training without a loss, want one")
	}
	if b.err == nil && out.node == nil {
		b.err = errors.New("nn: Compile: got no output, want one")
	}
	if b.err != nil {
		return nil, b.err
	}
	if !b.ready("Compile", []Node{out}) {
		return nil, b.err
	}
	b.compiled = true
	m := &Machine{b: b, out: out, loss: loss}
	if b.opts.Training {
		if err := m.differentiate(); err != nil {
			return nil, err
		}
	}
	b.checkHashes()
	m.vm = gorgonia.NewTapeMachine(b.graph)
	m.keep()
	m.deferParts()
	if err := m.furnish(); err != nil {
		return nil, fmt.Errorf("nn: Compile: %w", err)
	}
	return m, nil
}

func (m *Machine) differentiate() error {
	var nodes gorgonia.Nodes
	for _, p := range m.b.params {
		if n := m.b.nodes[p]; p.Learned {
			nodes = append(nodes, n)
			m.params = append(m.params, n)
		}
	}
	if m.b.opts.ByInput {
		nodes = append(nodes, m.b.input.node)
	}
	// Operations of the backward pass belong to no block: they always run.
	m.b.gate, m.b.role = nil, always
	if _, err := gorgonia.Grad(m.loss.node, nodes...); err != nil {
		return fmt.Errorf("nn: Compile: %w", err)
	}
	return nil
}

// checkHashes panics if Gorgonia's compiler would take two nodes for one.
func (b *Builder) checkHashes() {
	seen := make(map[uint32]*gorgonia.Node)
	for _, n := range b.graph.AllNodes() {
		if other := seen[n.Hashcode()]; other != nil {
			panic(fmt.Sprintf("nn: nodes %v and %v have the same hash", n, other))
		}
		seen[n.Hashcode()] = n
	}
}

// Load copies a batch of images, N·C·H·W values, into the graph. A batch smaller
// than the graph's is exact: what is missing takes part in nothing.
func (m *Machine) Load(images []float32) error {
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
	if len(labels) != m.b.state.valid {
		return fmt.Errorf("nn: Labels: got %d labels, want %d as images were loaded", len(labels), m.b.state.valid)
	}
	for i, l := range labels {
		if l < 0 || l >= m.out.C {
			return fmt.Errorf("nn: Labels: got label %d for image %d, want one in [0, %d)", l, i, m.out.C)
		}
	}
	m.b.state.labels = append(m.b.state.labels[:0], labels...)
	return nil
}

// Targets sets the values that a squared error compares the output with, laid
// out as the output is.
func (m *Machine) Targets(values []float32) error {
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

// Run computes the batch that was loaded, and for training every gradient. When
// ctx ends it stops at the next operation and returns ctx's error.
//
// It fails without a batch, without the labels or targets that a loss needs, if
// a normalization in training gets one value per channel, and if a gate asks for
// what the graph cannot do: see [Gate].
func (m *Machine) Run(ctx context.Context) error {
	if err := m.checkRun(ctx); err != nil {
		return err
	}
	s := m.b.state
	s.ctx, m.ran = ctx, false
	defer m.vm.Reset()
	s.broken = nil
	err := m.vm.RunAll()
	switch {
	case s.broken != nil:
		panic(s.broken)
	case err == nil:
		m.ran = true
		s.runs++
		return nil
	case ctx.Err() != nil:
		return ctx.Err() // Gorgonia's words around it say nothing more
	}
	return fmt.Errorf("nn: Run: %w", err)
}

// checkRun returns why the graph cannot run as things stand.
func (m *Machine) checkRun(ctx context.Context) error {
	s := m.b.state
	switch {
	case ctx == nil:
		return errors.New("nn: Run: got no context, want one")
	case s.valid == 0:
		return errors.New("nn: Run: got no batch, want one loaded")
	case m.b.labelled && len(s.labels) != s.valid:
		return fmt.Errorf("nn: Run: got %d labels for %d images, want one for each", len(s.labels), s.valid)
	case m.b.target.node != nil && !s.targets:
		return fmt.Errorf("nn: Run: got no targets for %d images, want them with every batch", s.valid)
	}
	for i := range m.b.gates {
		if err := m.b.checkGate(i); err != nil {
			return err
		}
	}
	if !m.b.opts.Training {
		return nil
	}
	return m.CheckBatch(s.valid)
}

// Loss returns the loss of the batch that was loaded: NaN if it has not been run,
// or if the graph has no loss.
func (m *Machine) Loss() float64 {
	if !m.ran || m.loss == nil {
		return math.NaN()
	}
	switch v := m.loss.node.Value().Data().(type) {
	case float32:
		return float64(v)
	case float64:
		return v
	}
	panic("nn: Loss: neither float32 nor float64")
}

// Read copies the output for each image of the batch into dst, which must have
// the room for exactly that: N·C·H·W values. It fails otherwise, and if the batch
// that was loaded has not been run.
func (m *Machine) Read(dst []float32) error {
	if err := m.readable("Read", m.out, len(dst)); err != nil {
		return err
	}
	m.b.read(dst, m.out, m.out.node)
	return nil
}

// Params returns the learned parameters that the graph uses, each with its
// gradient once a run is through, in an order that never changes.
func (m *Machine) Params() []gorgonia.ValueGrad { return m.params }

// UpdateStatistics moves the running statistics of every normalization layer
// towards the last batch's. It is apart from Run, so that a run which is stopped
// half-way leaves no trace. Those of deleted blocks stay.
func (m *Machine) UpdateStatistics() {
	for _, n := range m.b.norms {
		if !n.op.absent {
			n.update(m.b.state.valid)
		}
	}
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
