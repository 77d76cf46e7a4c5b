package nn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
	"github.com/unravel-go/unravel/lib/internal/simd"
)

// Builder adds operations to a Gorgonia graph. The first mistake sticks: every
// later call does nothing, and [Builder.Err] and [Builder.Compile] return it.
type Builder struct {
	graph *gorgonia.ExprGraph
	opts  Options
	pool  *compute.Pool
	state *state
	err   error

	ids    int
	draws  uint64 // operations with random numbers of their own
	hashes map[uint32]bool
	params []*Param
	lent   bool // others have the memory of the parameters
	nodes  map[*Param]*gorgonia.Node
	grads  *meeting
	norms  []*normOp
	input  Node
	target Node
	gates  []*Gate
	kept   map[*gorgonia.Node]*keptValue // that the machine is asked for

	columns *Columns // those of the graph, if there are some

	branches map[*Gate][]*op // the operations of each block's branch
	arena    int             // bytes of memory that operations share

	gate     *Gate
	role     role
	paths    paths // that blocks go without at random
	backward bool  // what is added now is a part of the backward pass

	reversible bool        // some values are not kept for the backward pass
	recording  *recording  // of the branch that is being added, if it is to be repeated
	repeating  *repetition // of the one that is added a second time
	recovery   *recovery
	onGrid     map[*gorgonia.Node]*gorgonia.Node // values and what they are when snapped

	sharing  sharing
	classes  int // that losses want labels of with every batch, of the fewest; 0: they want none
	compiled bool
}

// NewBuilder returns a builder with an empty graph.
func NewBuilder(o Options) *Builder {
	if o.Batch == 0 {
		o.Batch = 1
	}
	isa, err := simd.FromEnvironment()
	b := &Builder{
		graph:  gorgonia.NewGraph(),
		opts:   o,
		pool:   compute.NewPool(o.Threads, isa),
		state:  &state{ctx: context.Background(), seed: o.Seed, training: o.Training},
		hashes: make(map[uint32]bool),
		nodes:  make(map[*Param]*gorgonia.Node),
		kept:   make(map[*gorgonia.Node]*keptValue),
		err:    err,

		branches: make(map[*Gate][]*op),
		grads:    newMeeting(),
		recovery: newRecovery(),
		onGrid:   make(map[*gorgonia.Node]*gorgonia.Node),
	}
	switch {
	case o.Batch < 0:
		b.fail("NewBuilder", "batch of %d images, want at least 1", o.Batch)
	case o.Threads < 0:
		b.fail("NewBuilder", "%d threads, want 0 (all) or more", o.Threads)
	case o.ByInput && !o.Training:
		b.fail("NewBuilder", "ByInput in a graph for prediction, want Training too")
	case o.Paths && !o.ByInput:
		b.fail("NewBuilder", "Paths without gradients by the input, want ByInput too")
	case !o.Dtype.valid():
		b.fail("NewBuilder", "%v, want float32 or float64", o.Dtype)
	}
	return b
}

// Err returns the first mistake, or nil.
func (b *Builder) Err() error { return b.err }

// fail records what was got and wanted, unless something failed before.
func (b *Builder) fail(operation, format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf("nn: %s: got "+format, append([]any{operation}, args...)...)
	}
}

// refuse passes on why there is no plan, without the plan's name: the user has asked for
// an operation.
func (b *Builder) refuse(operation string, err error) {
	_, reason, _ := strings.Cut(err.Error(), "got ")
	b.fail(operation, "%s", reason)
}

// Input adds the graph's input: a batch of c×h×w images.
func (b *Builder) Input(c, h, w int) Node {
	switch {
	case b.err != nil:
	case b.graph == nil:
		b.err = errors.New("nn: Input: got a zero Builder, want one from NewBuilder")
	case b.input.node != nil:
		b.err = errors.New("nn: Input: got a second input, want one per graph")
	case c < 1 || h < 1 || w < 1:
		b.fail("Input", "images of %d×%d×%d, want at least 1×1×1", c, h, w)
	case max(h, w) > maxSide:
		b.fail("Input", "images of %d×%d×%d, want at most %d rows and columns", c, h, w, maxSide)
	case product(b.opts.Batch, c, h, w) > maxValues:
		b.fail("Input", "%d images of %d×%d×%d, want at most %d values", b.opts.Batch, c, h, w, maxValues)
	default:
		b.input = b.placeholder("input", Node{C: c, H: h, W: w})
		if b.opts.ByInput {
			return b.inputWithGradient()
		}
	}
	return b.input
}

// placeholder is a node with a value of its own, which a run's data is copied
// into. Padding lanes stay zero.
func (b *Builder) placeholder(name string, n Node) Node {
	shape := b.blocked(n)
	dtype := b.opts.Dtype.tensor()
	value := tensor.New(tensor.Of(dtype), tensor.WithShape(shape...))
	n.node = gorgonia.NewTensor(b.graph, dtype, len(shape),
		gorgonia.WithShape(shape...), gorgonia.WithName(name), gorgonia.WithValue(value))
	n.of = b
	b.hashes[n.node.Hashcode()] = true
	return n
}

// blocked is the shape of a node's value: images in blocks of compute.Lanes.
func (b *Builder) blocked(n Node) tensor.Shape {
	return tensor.Shape{b.shape(n).Blocks(), n.C, n.H, n.W, compute.Lanes}
}

func (b *Builder) shape(n Node) compute.Shape {
	return compute.Shape{N: b.opts.Batch, C: n.C, H: n.H, W: n.W}
}

// valid is the shape of a node's value in the batch at hand.
func (b *Builder) valid(n Node) compute.Shape {
	return compute.Shape{N: b.state.valid, C: n.C, H: n.H, W: n.W}
}

// param returns the node of a parameter. Its value is a tensor of the graph's
// own over the parameter's memory: Gorgonia sets a field of every tensor of a graph
// that it compiles, while another graph may be running.
func (b *Builder) param(p *Param) *gorgonia.Node {
	if n, ok := b.nodes[p]; ok {
		return n
	}
	value := tensor.New(tensor.WithShape(p.Shape...), tensor.WithBacking(p.value.Data()))
	n := gorgonia.NewTensor(b.graph, b.opts.Dtype.tensor(), len(p.Shape),
		gorgonia.WithShape(p.Shape...), gorgonia.WithName(p.Name), gorgonia.WithValue(value))
	if _, taken := b.grads.learned[n]; taken {
		// Gorgonia has found the node of a parameter of this name and shape.
		b.fail("Builder", "two parameters %s of shape %v, want a name for each", p.Name, p.Shape)
	}
	b.nodes[p], b.grads.learned[n] = n, b.wants(p)
	b.params = append(b.params, p)
	if b.lent {
		p.changes.lent.Store(true)
	}
	b.hashes[n.Hashcode()] = true
	return n
}

// Block puts the operations that follow under a gate, until the next call; nil
// stands for no gate.
func (b *Builder) Block(g *Gate) {
	b.gate = g
	if g != nil && !slices.Contains(b.gates, g) {
		b.gates = append(b.gates, g)
	}
}

// Branch marks the operations that f adds as the residual branch of the current
// block: those which a deletion leaves out.
func (b *Builder) Branch(f func() Node) Node {
	if f == nil {
		b.fail("Branch", "no function, want one that adds the branch")
		return Node{}
	}
	before := b.role
	b.role = branch
	defer func() { b.role = before }()
	return f()
}
