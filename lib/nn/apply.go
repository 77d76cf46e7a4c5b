package nn

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// newOp returns an operation under the current gate whose output has the given
// shape. Its memory is assigned when the graph is compiled.
func (b *Builder) newOp(name string, shape tensor.Shape, arity int) *op {
	b.checkSize(name, shape)
	return &op{
		b: b, name: name, arity: arity, shape: shape, dtype: b.opts.Dtype.tensor(),
		state: b.state, gate: b.gate, role: b.role, backward: b.backward,
	}
}

// checkSize fails for an output that is far beyond use. Nothing has been allocated yet.
func (b *Builder) checkSize(name string, shape tensor.Shape) {
	if len(shape) != 5 {
		return // as large as a parameter, which its maker has checked, or less
	}
	if image := (Node{C: shape[1], H: shape[2], W: shape[3]}); product(b.opts.Batch, image.C, image.H, image.W) > maxValues {
		b.fail(name, "an output of %d images of %v, want at most %d values", b.opts.Batch, image, maxValues)
	}
}

// newAside returns an operation that only hands over what another one, which it
// reads, has left in its memory.
func (b *Builder) newAside(name string, shape tensor.Shape) *op {
	o := b.newOp(name, shape, 1)
	o.keep()
	o.kernel = func([]gorgonia.Value) gorgonia.Value { return o.out }
	return o
}

func (b *Builder) newValue(shape tensor.Shape) gorgonia.Value {
	if len(shape) == 0 {
		return nil // scalars are not tensors
	}
	return tensor.New(tensor.Of(b.opts.Dtype.tensor()), tensor.WithShape(shape...))
}

// apply adds an operation to the graph.
func (b *Builder) apply(o *op, in ...*gorgonia.Node) *gorgonia.Node {
	if len(in) != o.arity {
		panic(fmt.Sprintf("nn: %s: got %d inputs, want %d", o.name, len(in), o.arity))
	}
	o.in, o.makers = in, make([]*op, len(in))
	for i, n := range in {
		o.makers[i], _ = n.Op().(*op)
	}
	if o.gate != nil && o.role == branch && b.repeating == nil {
		o.place = len(b.branches[o.gate])
		b.branches[o.gate] = append(b.branches[o.gate], o)
	}
	b.grads.route(o, in)
	b.number(o, in)
	n := gorgonia.NewUniqueNode(gorgonia.In(b.graph), gorgonia.WithType(o.nodeType()),
		gorgonia.WithOp(o), gorgonia.WithChildren(in), gorgonia.WithShape(o.shape...))
	if n.Op() != gorgonia.Op(o) {
		panic("nn: " + o.name + ": merged with another operation")
	}
	b.hashes[n.Hashcode()] = true
	b.grads.learned[n] = slices.Contains(o.wrt, true)
	b.noteNode(o, n)
	return n
}

// number gives the operation an id with which its node's hash is unlike every
// other's. Gorgonia's compiler takes nodes of equal 32-bit hash for one, and
// graphs of thousands of nodes do see a chance collision now and then.
func (b *Builder) number(o *op, in gorgonia.Nodes) {
	for {
		b.ids++
		o.id = b.ids
		h := fnv.New32a()
		fmt.Fprintf(h, "%v%v", o.nodeType(), o.shape)
		o.WriteHash(h)
		h.Write([]byte{byte(len(in))})
		for _, n := range in {
			h.Write(binary.LittleEndian.AppendUint32(nil, n.Hashcode()))
		}
		if !b.hashes[h.Sum32()] {
			return
		}
	}
}
