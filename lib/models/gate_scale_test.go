package models

import (
	"fmt"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// A gate's scale is that of the branch in a network built so: in every position, in
// prediction and with every gradient.
func TestScaleIsTheNetworkBuiltSo(t *testing.T) {
	eachFamily(t, func(t *testing.T, net *Net) {
		for _, o := range modes {
			r := graph(t, net, o)
			for i, block := range net.Blocks() {
				scale, samples := []float64{0.5, -2}[i%2], 2+i%4
				r.Blocks[i].Scale = scale
				got := result(t, net, r, samples)
				r.Blocks[i].Scale = 0
				var want map[string][]float64
				if adds := addsOnce(block.update); adds {
					scaled := net.built(func(k int, u update) update {
						if k == i {
							return multiple{u, net.without(i), scale}
						}
						return u
					})
					want = result(t, net, graph(t, scaled, o), samples)
				} else {
					want = endScaled(t, block, scale, func() map[string][]float64 { return result(t, net, r, samples) })
				}
				mustEqual(t, fmt.Sprintf("%+v, block %d times %v, %d samples", o, i, scale, samples), got, want)
			}
		}
	})
}

// addsOnce reports whether a block adds its branch once, with nothing behind the sum.
func addsOnce(u update) bool {
	switch u := u.(type) {
	case *eulerStep:
		return !endsInReLU(u.layers)
	case *multistepStep:
		return !endsInReLU(u.layers)
	case *hamiltonianStep:
		return false
	}
	return true
}

// multiple is a block with its branch times a number: of the block as it is and
// without its branch so much more of the one, and less of the other.
type multiple struct {
	update
	rest  branchless
	scale float64
}

func (s multiple) forward(b *nn.Builder, in state) state {
	whole := s.update.forward(b, in)
	if _, halves := s.update.(*reversibleStep); halves {
		rest := s.rest.forward(b, in)
		return state{s.mix(b, rest.now, whole.now), s.mix(b, rest.before, whole.before), whole.stride}
	}
	switch s.update.(type) {
	case *layerStep, *fractalStep:
		whole.now = b.Weighted([]float64{s.scale}, whole.now)
	default:
		whole.now = s.mix(b, s.rest.forward(b, in).now, whole.now)
	}
	return whole
}

func (s multiple) mix(b *nn.Builder, rest, whole nn.Node) nn.Node {
	return b.Blend(rest, whole, nn.Constant(s.scale))
}

// endScaled is the result with the branch's last layer times a number. That layer's
// gradients are by what it was multiplied to.
func endScaled(t *testing.T, block *Block, scale float64, result func() map[string][]float64) map[string][]float64 {
	t.Helper()
	times := func(values []float64, by float64) []float64 {
		for i := range values {
			values[i] *= by
		}
		return values
	}
	set := func(p *nn.Param, values []float64) {
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
	before := make(map[*nn.Param][]float64)
	for _, p := range block.BranchEnd() {
		before[p] = p.Float64s()
		set(p, times(p.Float64s(), scale))
	}
	if len(before) == 0 {
		t.Fatalf("got %v without a last layer, want one to scale", block)
	}
	all := result()
	for p, values := range before {
		times(all[p.Name], scale)
		set(p, values)
	}
	return all
}
