package nn

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Node is a value in a graph that holds C·H·W numbers for each image of the
// batch: the input, what a layer makes of it, or (with H = W = 1) the logits.
type Node struct {
	C, H, W int // channels, height, width

	node *gorgonia.Node
	of   *Builder // of an input: its graph may have no operation yet
}

// Gorgonia returns the graph's own node. Its value is in the engine's layout:
// use [Machine.Read] for numbers.
func (n Node) Gorgonia() *gorgonia.Node {
	if n.of != nil {
		n.of.lend()
	} else {
		lendGraph(n.node)
	}
	return n.node
}

// String is the shape of one image, such as "16×8×8".
func (n Node) String() string { return fmt.Sprintf("%d×%d×%d", n.C, n.H, n.W) }

func (n Node) sameShape(m Node) bool { return n.C == m.C && n.H == m.H && n.W == m.W }
