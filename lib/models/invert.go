package models

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/nn"
)

// Invert is [Net.Predict] backwards: for each sample of a set, taken as an output of a
// reversible network of vectors, the input that leads to it. Every output has one, also
// those that the network never put out.
//
// It fails for networks of images, whose stem and head cannot be undone
// ([Net.Reconstruct] goes back through their stages), and where Predict does.
func (n *Net) Invert(ctx context.Context, set *data.Set) ([][]float32, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	if !n.config.reversible() || n.head != nil {
		return nil, fmt.Errorf("models: Invert: got %s, want a network of RevNet with a branch of vectors, such as Dense", n.name)
	}
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	if err := live(ctx); err != nil {
		return nil, err
	}
	size := n.sampleSize()
	count := len(set.Images) / size
	s, err := n.section(min(evaluationBatch, count), size, 1, 1, n.backward)
	if err != nil {
		return nil, err
	}
	flat, err := s.of(ctx, widened(set.Images))
	if err != nil {
		return nil, err
	}
	rows := make([][]float32, count)
	for i := range rows {
		rows[i] = narrowed(flat[i*size : (i+1)*size])
	}
	return rows, nil
}

// backward adds what leads from the last block's output to the first one's input.
func (n *Net) backward(b *nn.Builder, y nn.Node) nn.Node {
	halves := [2]nn.Node{b.Slice(y, 0, y.C/2), b.Slice(y, y.C/2, y.C)}
	blocks := n.Blocks()
	for i := len(blocks) - 1; i >= 0; i-- {
		halves = blocks[i].update.(*reversibleStep).backward(b, halves)
	}
	return b.Concat(halves[0], halves[1])
}
