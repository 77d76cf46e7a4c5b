package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// Backward through the shortcut only, a block's branch learns nothing, the forward pass
// and the blocks behind do not notice, and what arrives in front is what does not come
// through the branch: with what comes through the branch only it adds up to all, for
// each block and every two.
func TestOneWayBackThroughEveryBlock(t *testing.T) {
	eachFamily(t, func(t *testing.T, net *Net) {
		if net.Config().Layout == VGG {
			t.Skip("is Plain on larger images")
		}
		o := nn.Options{Training: true, Frozen: true}
		r := graph(t, net, o)
		whole := result(t, net, r, 5)
		for i := range r.Blocks {
			for j := range r.Blocks[:i+1] {
				sum := map[string][]float64{"": whole[""]}
				ways := []nn.Backward{nn.ShortcutOnly, nn.BranchOnly}
				for _, first := range ways {
					for _, second := range ways {
						if i == j && first != second {
							continue
						}
						r.Blocks[i].Backward, r.Blocks[j].Backward = first, second
						part := result(t, net, r, 5)
						if !slices.Equal(part[""], whole[""]) {
							t.Fatalf("blocks %d and %d: got another forward pass", i, j)
						}
						if i == j && first == nn.ShortcutOnly {
							mustLearnNothing(t, net, i, part, whole)
						}
						accumulate(sum, part)
					}
				}
				r.Blocks[i].Backward, r.Blocks[j].Backward = nn.Both, nn.Both
				if onePath(net) {
					mustAddUp(t, net, j, sum, whole)
				}
			}
		}
	})
}

// onePath reports whether every path back goes through each block just once.
func onePath(net *Net) bool {
	_, highway := net.Blocks()[0].update.(*highwayStep)
	return highway || net.Chain()
}

// accumulate adds gradients.
func accumulate(sum, part map[string][]float64) {
	for name, values := range part {
		switch {
		case name == "":
		case sum[name] == nil:
			sum[name] = slices.Clone(values)
		default:
			for i, v := range values {
				sum[name][i] += v
			}
		}
	}
}

// mustLearnNothing fails unless the parameters of the branch of block i, which a network
// without it lacks, have gradients of zero, and those behind the block their own.
func mustLearnNothing(t *testing.T, net *Net, i int, got, whole map[string][]float64) {
	t.Helper()
	rest := net.built(func(k int, u update) update {
		if k == i {
			return net.without(i)
		}
		return u
	})
	left := result(t, net, graph(t, rest, nn.Options{Training: true, Frozen: true}), 5)
	for name, values := range got {
		if left[name] == nil && slices.ContainsFunc(values, func(v float64) bool { return v != 0 }) {
			t.Errorf("shortcut only of block %d: got a gradient of %s in its branch", i, name)
		}
	}
	for _, b := range net.Blocks()[i+1:] {
		for name, values := range got {
			if strings.HasPrefix(name, b.Name+".") && !slices.Equal(values, whole[name]) {
				t.Errorf("shortcut only of block %d: got another gradient of %s behind it", i, name)
			}
		}
	}
}

// mustAddUp compares the gradients of what stands before block i.
func mustAddUp(t *testing.T, net *Net, i int, sum, whole map[string][]float64) {
	t.Helper()
	before, want := map[string][]float64{}, map[string][]float64{}
	for name, values := range sum {
		inFront := !strings.HasPrefix(name, "layer") && !strings.HasPrefix(name, "fc") && !strings.HasPrefix(name, "bn1")
		for _, b := range net.Blocks()[:i] {
			inFront = inFront || strings.HasPrefix(name, b.Name+".")
		}
		if inFront && name != "" {
			before[name], want[name] = values, whole[name]
		}
	}
	mustEqual(t, fmt.Sprintf("ways through block %d", i), before, want)
}
