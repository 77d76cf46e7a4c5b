package models

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// TestBranchEndsAreLinear compares a network whose gates scale its branches with
// one whose last layers are scaled instead.
func TestBranchEndsAreLinear(t *testing.T) {
	tests := []struct {
		name  string
		build func(Config) (*Net, error)
		c     Config
	}{
		{"basic blocks", ResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}}},
		{"in the original order", original20, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}}},
		{"bottlenecks", ResNet, Config{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}, Branch: Bottleneck{}}},
		{"bottlenecks in the original order", original20, Config{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}, Branch: Bottleneck{}}},
		{"multi-steps", LMResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}}},
		{"two branches", ResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Branch: ShakeShake{}}},
		{"half steps", ResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Step: Euler{H: 0.5}}},
		{"midpoint", ResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Step: Midpoint{H: 0.5}}},
		{"leapfrog", ResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Step: Leapfrog{H: 0.5}}},
		{"momentum", ResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Step: Momentum{Gamma: 0.5}}},
		{"two streams", ResNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Step: Hamiltonian{H: 0.5}}},
		{"two halves", RevNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}}},
		{"branches beside each other", PolyNet, Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Step: Polynomial{Form: Ways}}},
		{"vectors", ResNet, Config{Branch: Dense{Hidden: 3}, Blocks: 4, Input: [3]int{64, 1, 1}}},
		{"matrices", LMResNet, Config{Branch: Linear{}, Blocks: 4, Input: [3]int{64, 1, 1}}},
	}
	const factor = 0.7
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.c.Float64, tt.c.Seed = true, 5
			net, err := tt.build(tt.c)
			if err != nil {
				t.Fatal(err)
			}
			r, err := net.Compile(nn.Options{Batch: 5}, NoLoss)
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range r.Blocks {
				g.Scale = factor
			}
			want := outputs(t, r, net)
			for i, block := range net.Blocks() {
				r.Blocks[i].Scale = 0
				for _, p := range block.BranchEnd() {
					values := p.Float64s()
					for j := range values {
						values[j] *= factor
					}
					if err := p.Set(values); err != nil {
						t.Fatal(err)
					}
				}
			}
			got := outputs(t, r, net)
			for i := range got {
				if math.Abs(float64(got[i]-want[i])) > 1e-6*(1+math.Abs(float64(want[i]))) {
					t.Fatalf("output %d: got %v, want %v as of scaled gates", i, got[i], want[i])
				}
			}
		})
	}
}

// Branches, shortcuts, stem and classifier make up the whole network.
func TestMACsOfBranches(t *testing.T) {
	const around = 32*32*432 + 640 // of stem and classifier
	tests := []struct {
		name      string
		shortcut  Shortcut
		net       int64
		shortcuts int64
	}{
		{"option A", OptionA, 40551040, 0},
		{"option B", OptionB, 40813184, 16*32*16*16 + 32*64*8*8},
	}
	for _, tt := range tests {
		net, err := ResNet(Config{Depth: 20, Shortcut: tt.shortcut})
		if err != nil {
			t.Fatal(err)
		}
		sum := tt.shortcuts + around
		for _, block := range net.Blocks() {
			sum += block.MACs()
		}
		if sum != tt.net || net.MACs() != tt.net {
			t.Errorf("%s: got %d in the parts and %d in the network, want %d", tt.name, sum, net.MACs(), tt.net)
		}
	}
}

// A plain layer has a ReLU behind it, and nothing beside it.
func TestPlainLayersHaveNoBranchEnd(t *testing.T) {
	net, err := Plain(Config{Depth: 8, Width: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range net.Blocks() {
		if block.Residual() || block.BranchEnd() != nil {
			t.Errorf("%v: got a branch, want none", block)
		}
	}
}
