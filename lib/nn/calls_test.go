package nn

import (
	"fmt"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// counted has the operations of a machine count how often they compute something:
// what hands on an input does not, nor what hands over the memory that a gradient's
// pass has filled. The ends of blocks are left out, of which a network built by hand
// has none or others.
func counted(m *Machine) *int {
	calls := new(int)
	for _, o := range ops(m, func(o *op) bool {
		aside := strings.HasSuffix(o.name, " by weight") || strings.HasSuffix(o.name, " by bias")
		return !aside && !o.joins && o.name != "Blend"
	}) {
		kernel := o.kernel
		o.kernel = func(in []gorgonia.Value) gorgonia.Value {
			out := kernel(in)
			if out == o.out && !o.absent {
				*calls++
			}
			return out
		}
		if part, ok := o.finish.(finisher[float64]); ok {
			o.finish = finisher[float64](func(y []float64, e compute.Epilogue[float64]) {
				*calls++
				part(y, e)
			})
		}
	}
	return calls
}

// Deleted blocks cost nothing: whichever are deleted, operations compute just as often
// as those of a network that is built without these blocks, forward and backward.
func TestDeletedBlocksCallNoKernels(t *testing.T) {
	for _, kind := range kindsOfBlock {
		for _, o := range []Options{{}, {Holds: true}, {Training: true}, {Training: true, Frozen: true}} {
			c := newChain(kind, o)
			gates := newGates()
			gated := c.compile(t, gates, nil)
			calls := counted(gated)
			for deleted := range 1 << len(gates) {
				byHand := make([]Gate, len(gates))
				for i, g := range gates {
					g.Deleted = deleted>>i&1 == 1
					byHand[i] = *g
				}
				built := c.compile(t, nil, byHand)
				want := counted(built)
				run(t, built)
				*calls = 0
				run(t, gated)
				if *calls != *want {
					t.Errorf("%s, %+v, deleted %s: got %d calls, want %d", kind, o, fmt.Sprintf("%03b", deleted), *calls, *want)
				}
			}
		}
	}
}
