package models

import "github.com/unravel-go/unravel/lib/nn"

// Block is the unit of lesion, of path and of the step of an ODE scheme: a
// residual branch beside a shortcut, or one layer of a plain network.
type Block struct {
	Name       string // torch-style, such as layer2.0
	Stage      int    // 0-based
	Transition bool   // changes the shape: what remains when it is deleted is no identity

	update update
	macs   int64 // of the branch
}

// MACs counts the multiply-accumulates of the branch for one sample's forward pass:
// what a deletion saves. See [Net.MACs].
func (k *Block) MACs() int64 { return k.macs }

// String is the block's name, and whether it changes the shape.
func (k *Block) String() string {
	if k.Transition {
		return k.Name + ", which changes the shape"
	}
	return k.Name
}

// Stage is a run of blocks whose outputs have one shape.
type Stage struct {
	Blocks  []*Block
	C, H, W int // of its outputs
}

// Branch is what a block computes besides its shortcut.
//
//	[Basic], [Bottleneck]           convolutions with normalizations, for images
//	[ShakeShake]                    two Basic ones, mixed at random in training
//	[Symmetric], [Antisymmetric]    a kernel and its transpose, for images and vectors
//	[Contraction]                   two kernels of bounded norm, for images and vectors
//	[Dense], [Linear]               matrices, for vectors
type Branch interface {
	// make makes the layers of one block, moving the maker to its output.
	make(m *maker, name string, out, stride int) residual
}

// residual is the layers of one block's branch.
type residual interface {
	forward(b *nn.Builder, x nn.Node) nn.Node
}

// preactivated is what layers implement that begin with a normalization and a ReLU:
// forward goes on from there.
type preactivated interface {
	activate(b *nn.Builder, x nn.Node) nn.Node
}

// ending is what layers implement that leave their last normalization to the end of
// the block, where it, the sum and a ReLU are one pass.
type ending interface {
	last() nn.Norm
}

// endsInReLU reports whether a ReLU follows the sum of a block with these layers.
func endsInReLU(layers residual) bool {
	_, ok := layers.(ending)
	return ok
}

// constrain brings the parameters of layers back within their bounds, if they have
// any.
func constrain(layers residual) {
	if c, ok := layers.(constrained); ok {
		c.constrain()
	}
}
