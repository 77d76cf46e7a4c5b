package nn

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"hash/fnv"

	"github.com/chewxy/hm"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

var _ gorgonia.SDOp = (*op)(nil)

var errBroken = errors.New("nn: an operation broke down")

// op is every operation of this package: a name, memory for its output, and a
// kernel that fills it. Because the memory is the same in every run, a run
// allocates nothing, although a tape machine forgets its registers after each.
type op struct {
	b     *Builder
	name  string
	id    int // makes the hash unique: Gorgonia merges operations of equal hash
	arity int
	shape tensor.Shape
	dtype tensor.Dtype
	in    gorgonia.Nodes
	out   gorgonia.Value // given when the graph is compiled, unless kept before
	state *state
	gate  *Gate
	role  role
	place int // in the branch of its block

	backward bool // a part of the backward pass

	makers  []*op            // of the inputs; nil for what no operation makes
	last    gorgonia.Value   // what the operation returned, should it be held
	passed  *op              // whose output that is, if it was handed on
	swapped []gorgonia.Value // its inputs with another block's parameters

	presence
	deferral
	tenancy

	// kernel computes the output from the inputs. Most kernels write into out
	// and return it.
	kernel func(in []gorgonia.Value) gorgonia.Value

	// diff yields the gradients by the inputs. wrt says by which of them; nil, as
	// an operation is made, stands for all.
	wrt  []bool
	diff func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error)
}

// state is what the operations of one graph share from run to run.
type state struct {
	ctx      context.Context
	valid    int   // images in the batch; the lanes behind them are padding
	labels   []int // one per valid image
	targets  bool  // those of the batch are in
	training bool
	seed     uint64
	runs     uint64 // completed so far; a run that was stopped is repeated as it was
	set      int64  // changes of parameters by Set, as of the last run
	others   int    // times that parameters may have become others between runs

	watching bool // for an output that is not finite
	overflow *op  // the first operation with one

	back     bool // nothing but the backward pass is to run
	exponent int  // of two, which the gradient by the input is to be multiplied by

	rehearsing bool  // operations compute nothing
	tape       []*op // those that a rehearsal has met

	// broken is a panic inside an operation, for [Machine.Run] to raise again.
	// Gorgonia runs a tape on a goroutine of its own, where a panic would end the
	// process.
	broken any
}

// Do runs the kernel, unless the gate or the context says otherwise.
func (o *op) Do(in ...gorgonia.Value) (out gorgonia.Value, err error) {
	if o.state.rehearsing {
		return o.stand(), nil
	}
	if err := o.state.ctx.Err(); err != nil {
		return nil, err
	}
	if o.state.back && !o.backward {
		return o.last, nil
	}
	if o.gate.held() {
		return o.last, o.checkHeld()
	}
	defer func() {
		if v := recover(); v != nil {
			o.state.broken = fmt.Sprintf("nn: %s: %v", o.name, v)
			err = errBroken
		}
	}()
	o.last = o.run(in)
	if err := o.watch(); err != nil {
		return nil, err
	}
	spoil(o.spoils)
	return o.last, nil
}

// run returns the output: computed, or if it is absent anything of its type.
func (o *op) run(in []gorgonia.Value) gorgonia.Value {
	if o.absent = o.gate.skips(o.role) || !o.bears && o.starves(); !o.absent {
		in = o.borrowed(in)
		if o.deferred {
			o.take(in)
			return in[0]
		}
		return o.kernel(in)
	}
	if o.zero {
		o.clear()
	}
	if o.out == nil {
		return in[0]
	}
	return o.out
}

func (o *op) Arity() int { return o.arity }

// Type is a function of arguments of any type: the builder has checked the
// shapes, with better messages than a unification could give.
func (o *op) Type() hm.Type {
	types := make([]hm.Type, 0, o.arity+1)
	for i := range o.arity {
		types = append(types, hm.TypeVariable('a'+rune(i)))
	}
	return hm.NewFnType(append(types, o.nodeType())...)
}

func (o *op) nodeType() hm.Type {
	if len(o.shape) == 0 {
		return o.dtype
	}
	return gorgonia.TensorType{Dims: len(o.shape), Of: o.dtype}
}

func (o *op) InferShape(...gorgonia.DimSizer) (tensor.Shape, error) { return o.shape, nil }
func (o *op) ReturnsPtr() bool                                      { return true }
func (o *op) CallsExtern() bool                                     { return false }
func (o *op) OverwritesInput() int                                  { return -1 }
func (o *op) WriteHash(h hash.Hash)                                 { fmt.Fprintf(h, "unravel %s %d", o.name, o.id) }
func (o *op) String() string                                        { return o.name }

func (o *op) Hashcode() uint32 {
	h := fnv.New32a()
	o.WriteHash(h)
	return h.Sum32()
}

func (o *op) DiffWRT(int) []bool { return o.wrt }

func (o *op) SymDiff(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	if o.diff == nil {
		return nil, fmt.Errorf("nn: %s: has no gradient", o.name)
	}
	b := o.b
	grads, err := o.diff(b.recovery.all(in), b.recovery.of(out), b.grads.arrive(b, out, grad))
	if err != nil {
		return nil, err
	}
	if b.err != nil {
		return nil, b.err
	}
	return b.grads.leave(o, in, grads), nil
}
