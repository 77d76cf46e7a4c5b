package models

import (
	"fmt"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// Deleting blocks leaves the network that is built without their branches: any block
// of any family and any two, in prediction and in training, with every gradient, for
// batches of any size, whatever was deleted before.
func TestDeletionIsTheNetworkBuiltWithout(t *testing.T) {
	eachFamily(t, func(t *testing.T, net *Net) {
		for _, o := range modes {
			r := graph(t, net, o)
			whole := make(map[int]map[string][]float64) // by the number of samples
			sizes := []int{2, 17, 5, 3}
			for _, samples := range sizes {
				whole[samples] = result(t, net, r, samples)
			}
			for i := range r.Blocks {
				for j := range r.Blocks[:i+1] {
					if i != j && (o.Holds || o.Frozen) {
						continue
					}
					rest := net.built(func(k int, u update) update {
						if k == i || k == j {
							return net.without(k)
						}
						return u
					})
					r.Blocks[i].Deleted, r.Blocks[j].Deleted = true, true
					samples := sizes[(i+j)%4]
					what, got := fmt.Sprintf("%+v, without %d and %d, %d samples", o, i, j, samples), result(t, net, r, samples)
					mustEqual(t, what, got, result(t, net, graph(t, rest, o), samples))
					if slices.Equal(got[""], whole[samples][""]) {
						t.Errorf("%s: got the outputs with all blocks", what)
					}
					r.Blocks[i].Deleted, r.Blocks[j].Deleted = false, false
				}
			}
		}
	})
}

// without is block i without its branch.
func (n *Net) without(i int) branchless {
	block := n.Blocks()[i]
	return branchless{block.update, n.stages[block.Stage].C}
}

// branchless is what is left of a block without its branch, written down once more.
type branchless struct {
	update
	channels int // of the block's output
}

func (s branchless) forward(b *nn.Builder, in state) state {
	x := in.now
	switch u := s.update.(type) {
	case *eulerStep:
		return u.bare(b, x)
	case *recurrence:
		if u.begins {
			return u.bare(b, x)
		}
		return state{b.Blend(x, in.before, nn.Constant(u.k)), x, 1}
	case *multistepStep:
		if u.k == nil {
			return u.bare(b, x)
		}
		y, before := u.bare(b, x).before, b.Shortcut(in.before, nn.Shortcut{Channels: s.channels, Stride: in.stride})
		if u.shortcut.transition {
			before = u.before.forward(b, in.before)
		}
		end := b.Blend(y, before, nn.Learned(u.k))
		if endsInReLU(u.layers) {
			end = b.ReLU(end)
		}
		return state{end, y, 1}
	case *hamiltonianStep:
		y := u.shortcut.forward(b, x)
		return state{y, y, 1}
	case *highwayStep:
		y := (&eulerStep{shortcut: u.shortcut, layers: u.layers}).bare(b, x).now
		return state{y, y, 1}
	case *reversibleStep:
		halves := u.halves(b, in)
		return state{now: u.across[0].forward(b, halves[0]), before: u.across[1].forward(b, halves[1])}
	case *layerStep:
		if u.pooled {
			x = b.MaxPool(x, nn.Window{Size: 2})
		}
		return state{b.Shortcut(x, nn.Shortcut{Channels: s.channels, Stride: u.stride}), x, u.stride}
	case *fractalStep:
		return state{b.Shortcut(u.pool(b, x), nn.Shortcut{Channels: s.channels}), x, 1}
	case *polynomialStep, *rungeKuttaStep:
		return state{x, x, 1}
	}
	panic(fmt.Sprintf("no word about %T", s.update))
}

// bare is a step of Euler's without f: the shortcut, behind the activation that it
// shares with the branch, and the ReLU that may follow.
func (s *eulerStep) bare(b *nn.Builder, x nn.Node) state {
	h := x
	if p := s.shortcut.projection; p != nil && p.shared {
		h = s.layers.(preactivated).activate(b, x)
	}
	y := s.shortcut.forward(b, h)
	in := state{y, y, 1}
	if !s.apart && s.h == 1 && s.shortcut.fuses() && !endsInReLU(s.layers) {
		in = state{y, x, s.shortcut.plan.Stride} // the shortcut is a part of the sum
	}
	if endsInReLU(s.layers) {
		in.now = b.ReLU(y)
	}
	return in
}
