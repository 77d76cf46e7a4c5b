package nn

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gorgonia.org/gorgonia"
)

// Machine runs a compiled graph, one batch at a time: load, run, read. It is for
// one goroutine; its operations use several. Another that calls it meanwhile gets an
// error. Machines of the same parameters may run at a time, but not while parameters
// change: a solver's step and [Machine.UpdateStatistics] must have them for
// themselves.
//
// A machine needs no closing: nothing outlives it but the parameters.
type Machine struct {
	vm     gorgonia.VM
	b      *Builder
	out    Node
	loss   *Scalar
	params []gorgonia.ValueGrad
	ran    bool   // the batch that was loaded
	gates  []Gate // as they were in the forward pass
	turn   turn
}

// String says what the graph is for and what it takes and gives.
func (m *Machine) String() string {
	if !m.compiled() {
		return "no graph"
	}
	purpose := "prediction"
	if m.b.opts.Training {
		purpose = "training"
	}
	return fmt.Sprintf("graph for %s: batches of up to %d images of %v, outputs of %v", purpose, m.b.opts.Batch, m.b.input, m.out)
}

// Scalar is a single number in a graph, such as a loss.
type Scalar struct{ node *gorgonia.Node }

// Gorgonia returns the graph's own node.
func (s *Scalar) Gorgonia() *gorgonia.Node {
	if s == nil {
		return nil
	}
	lendGraph(s.node)
	return s.node
}

// Run computes the batch that was loaded, and for training every gradient. When
// ctx ends it stops at the next operation and returns ctx's error.
//
// A run that is refused changes nothing. Behind one that was stopped there is nothing
// to be read, no parameter or statistic has moved, and the next run of the batch is as
// if that one had not been.
//
// It fails without a batch, without the labels or targets that a loss needs, if
// a normalization in training gets one value per channel, and if a gate asks for
// what the graph cannot do: see [Gate].
func (m *Machine) Run(ctx context.Context) error {
	if err := m.begin("Run"); err != nil {
		return err
	}
	defer m.end()
	return m.through(ctx)
}

// through has both halves of the tape run.
func (m *Machine) through(ctx context.Context) error {
	if err := m.checkRun(ctx); err != nil {
		return err
	}
	m.remember()
	return m.run(ctx)
}

// run has the tape run.
func (m *Machine) run(ctx context.Context) error {
	s := m.b.state
	s.ctx, m.ran, s.exponent = ctx, false, -headStart
	if !s.back && !slices.ContainsFunc(m.b.gates, (*Gate).held) && m.b.changed() {
		s.others++
	}
	defer m.vm.Reset()
	s.broken = nil
	err := m.vm.RunAll()
	switch {
	case s.broken != nil:
		panic(s.broken)
	case err == nil && !m.present():
		return errors.New("nn: Run: got a deleted block that the output or the loss is in the branch of, want blocks that end, as in Add")
	case err == nil:
		m.ran = true
		s.runs++
		return nil
	case ctx.Err() != nil:
		return ctx.Err() // Gorgonia's words around it say nothing more
	}
	return fmt.Errorf("nn: Run: %w", err)
}

// present reports whether the gates have left what the run was for.
func (m *Machine) present() bool {
	there := func(n *gorgonia.Node) bool {
		o, ok := n.Op().(*op)
		return !ok || !o.absent
	}
	return there(m.out.node) && (m.loss == nil || there(m.loss.node))
}

// checkRun returns why the graph cannot run as things stand.
func (m *Machine) checkRun(ctx context.Context) error {
	s := m.b.state
	switch {
	case ctx == nil:
		return errors.New("nn: Run: got no context, want one")
	case s.valid == 0:
		return errors.New("nn: Run: got no batch, want one loaded")
	case m.b.classes > 0 && len(s.labels) != s.valid:
		return fmt.Errorf("nn: Run: got %d labels for %d images, want one for each", len(s.labels), s.valid)
	case m.b.target.node != nil && !s.targets:
		return fmt.Errorf("nn: Run: got no targets for %d images, want them with every batch", s.valid)
	}
	for i := range m.b.gates {
		if err := m.checkGate(i); err != nil {
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
	if !m.compiled() || !m.ran || m.loss == nil {
		return math.NaN()
	}
	return number[float64](m.loss.node.Value())
}

// Params returns the learned parameters that the graph uses, each with its
// gradient once a run is through, in an order that never changes.
func (m *Machine) Params() []gorgonia.ValueGrad {
	if !m.compiled() {
		return nil
	}
	m.b.lend()
	return m.params
}

// UpdateStatistics moves the running statistics of every normalization layer
// towards the last batch's: a training loop calls it once a step, or the network predicts
// by the statistics that it was made with. It is apart from Run, so that a run which is stopped
// half-way leaves no trace: behind such a run, or without one of the batch that was
// loaded, nothing moves. Those of deleted blocks stay.
func (m *Machine) UpdateStatistics() {
	if !m.compiled() || !m.ran {
		return
	}
	for _, n := range m.b.norms {
		if !n.op.absent {
			n.update(m.b.state.valid)
		}
	}
}
