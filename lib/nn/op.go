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

	"github.com/unravel-go/unravel/lib/internal/compute"
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

	// absent says that the operation computed nothing in this run, because its gate
	// left it out or it reads something absent. One that bears absent inputs runs
	// all the same and looks for itself. Where a parameter's gradient is absent, it
	// is zero.
	absent, bears, zero bool
	makers              []*op            // of the inputs; nil for what no operation makes
	last                gorgonia.Value   // what the operation returned, should it be held
	swapped             []gorgonia.Value // its inputs with another block's parameters

	// What an operation does for the one behind it: see finish.go.
	deferred     bool
	folds        bool                      // a factor and an offset per channel can be folded into the operation
	joins        bool                      // it is the end of a block
	adds         bool                      // a factor and a whole batch can be added to the operation
	finishes     func(maker *op) bool      // whether it can finish an input that maker makes
	measures     func() bool               // whether it can leave statistics of its output
	wantsMoments bool                      // of its first input
	take         func(in []gorgonia.Value) // the inputs, for later
	finish       any                       // a finisher of the graph's number type
	leaves       *compute.Moments          // statistics of the output, if somebody wants them
	known        *compute.Moments          // those of this run

	// kernel computes the output from the inputs. Most kernels write into out
	// and return it.
	kernel func(in []gorgonia.Value) gorgonia.Value

	// What the arena must know. The output may be the memory of the inputs at hands,
	// handed on; with bare it always is one of them, and out stays nil. The kernel
	// bears an output that lies over one of the inputs at over. An output that is
	// kept shares memory with no other.
	hands, over []int
	bare, kept  bool
	spoils      []gorgonia.Value // memory that is dead afterwards, for tests

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
	if o.gate.held() {
		return o.last, nil
	}
	defer func() {
		if v := recover(); v != nil {
			o.state.broken = fmt.Sprintf("nn: %s: %v", o.name, v)
			err = errBroken
		}
	}()
	o.last = o.run(in)
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

// starves reports whether an input is absent.
func (o *op) starves() bool {
	for i := range o.makers {
		if o.lacks(i) {
			return true
		}
	}
	return false
}

// lacks reports whether input i is absent.
func (o *op) lacks(i int) bool { return o.makers[i] != nil && o.makers[i].absent }

// clear sets the output to zero.
func (o *op) clear() {
	switch v := o.out.Data().(type) {
	case []float32:
		clear(v)
	case []float64:
		clear(v)
	}
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
	grads, err := o.diff(in, out, o.b.grads.arrive(o.b, out, grad))
	if err != nil {
		return nil, err
	}
	return o.b.grads.leave(o, in, grads), nil
}
