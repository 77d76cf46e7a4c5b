package models

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// TestGatesLeaveTheNetworkWithoutTheBlock compares a gate with the network that
// is built from the same layers without the block. A block between blocks of its
// shape leaves nothing but its input behind.
func TestGatesLeaveTheNetworkWithoutTheBlock(t *testing.T) {
	for _, build := range []func(Config) (*Net, error){ResNet, original20, Plain, bottlenecks20} {
		net, err := build(Config{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		gated, err := net.Compile(nn.Options{Batch: 5}, NoLoss)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range net.Blocks() {
			if block.Transition {
				continue
			}
			gated.Blocks[i].Deleted = true
			got := outputs(t, gated, net)
			gated.Blocks[i].Deleted = false

			rebuilt, err := without(net, block).Compile(nn.Options{Batch: 5}, NoLoss)
			if err != nil {
				t.Fatal(err)
			}
			if want := outputs(t, rebuilt, net); !slices.Equal(got, want) {
				t.Errorf("%s without %s: got %v, want %v", net.Name(), block.Name, got, want)
			}
		}
	}
}

// original20 is a residual network in the original order: its
// states are never negative, so a deleted block passes them on.
func original20(c Config) (*Net, error) {
	c.Order = Original
	return ResNet(c)
}

func bottlenecks20(c Config) (*Net, error) {
	c.Branch = Bottleneck{Groups: 2, GroupWidth: 16}
	return ResNeXt(c)
}

// without is the network from the same layers without one block.
func without(net *Net, gone *Block) *Net {
	n := &Net{name: net.name, family: net.family, config: net.config, stem: net.stem, head: net.head}
	for _, s := range net.stages {
		s.Blocks = slices.DeleteFunc(slices.Clone(s.Blocks), func(b *Block) bool { return b == gone })
		n.stages = append(n.stages, s)
	}
	return n
}

// outputs loads a batch that is always the same, and runs it.
func outputs(t *testing.T, r *Runner, net *Net) []float32 {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	images := make([]float32, 5*64)
	for i := range images {
		images[i] = float32(rng.NormFloat64())
	}
	if err := r.Load(images); err != nil {
		t.Fatal(err)
	}
	return again(t, r, net)
}

// again runs the batch that was loaded.
func again(t *testing.T, r *Runner, net *Net) []float32 {
	t.Helper()
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	out := make([]float32, 5*net.Outputs())
	if err := r.Read(out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDeletedAndHeldBlocksAreNotComputed counts residual branches.
func TestDeletedAndHeldBlocksAreNotComputed(t *testing.T) {
	net, err := ResNet(Config{Depth: 14, Width: 3, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := net.Compile(nn.Options{Batch: 5, Holds: true}, NoLoss)
	if err != nil {
		t.Fatal(err)
	}
	whole := outputs(t, r, net)
	r.Stem.Held, r.Blocks[0].Held, r.Blocks[1].Held, r.Blocks[2].Deleted = true, true, true, true
	lesioned := again(t, r, net)
	want := []int{1, 1, 1, 2, 2, 2}
	for i, g := range r.Blocks {
		if g.Evaluations != want[i] {
			t.Errorf("block %d: got %d evaluations, want %d", i, g.Evaluations, want[i])
		}
	}
	if slices.Equal(whole, lesioned) {
		t.Error("got the same outputs with a block deleted")
	}
	r.Stem.Held, r.Blocks[0].Held, r.Blocks[1].Held, r.Blocks[2].Deleted = false, false, false, false
	if !slices.Equal(whole, again(t, r, net)) {
		t.Error("got other outputs with every gate open again")
	}
}
