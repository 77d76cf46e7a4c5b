package viz

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/plotter"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// An error like hᵖ has the slope p on logarithmic axes, even if rounding bends
// fewer than half of its pieces.
func TestSlopeIsThatOfMostOfTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Float64Range(.5, 8).Draw(t, "order")
		points := rapid.IntRange(6, 12).Draw(t, "points")
		bent := rapid.IntRange(0, points/2-2).Draw(t, "bent")
		var s Series
		for i := range points {
			h := math.Pow(2, -float64(i))
			y := 3 * math.Pow(h, order)
			if i >= points-bent {
				y = 1e-3 * math.Pow(2, -order*float64(points-bent-1))
			}
			s.X, s.Y = append(s.X, h), append(s.Y, y)
		}
		if got := logCurve(s, 0).slope(); math.Abs(got-order) > 1e-9 {
			t.Errorf("got slope %v, want %v", got, order)
		}
	})
}

// The shares of a histogram add up, and its intervals cover the values.
func TestHistogramCountsEveryValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64(), 1, 300).Draw(t, "values")
		sorted := finite(values)
		if len(sorted) == 0 {
			return
		}
		lo, width, bins := intervals(slices.Sorted(slices.Values(sorted)))
		sum := 0.0
		for _, s := range shares(values, lo, width, bins) {
			sum += s
		}
		if math.Abs(sum-100) > 1e-9 {
			t.Errorf("got %v %% in %d intervals of %v from %v, want 100 %%", sum, bins, width, lo)
		}
	})
}

// The fill of a region is white in its holes: backward Euler is stable everywhere but
// in a disk.
func TestHolesOfARegion(t *testing.T) {
	tests := []struct {
		scheme ode.Scheme
		depths []int // of the loops
	}{
		{ode.ForwardEuler, []int{0}},
		{ode.BackwardEuler, []int{0, 1}},
		{ode.DormandPrince, []int{0, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.scheme.Name(), func(t *testing.T) {
			r := &region{loops: closed(tt.scheme.Stable, regionWindow)}
			count := map[int]int{}
			for i := range r.loops {
				count[r.around(i)]++
			}
			for _, depth := range tt.depths {
				count[depth]--
			}
			for depth, off := range count {
				if off != 0 {
					t.Errorf("got %+d loops in %d others, want the depths %v", off, depth, tt.depths)
				}
			}
		})
	}
}

func TestContains(t *testing.T) {
	square := plotter.XYs{{X: 0, Y: 0}, {X: 2, Y: 0}, {X: 2, Y: 2}, {X: 0, Y: 2}, {X: 0, Y: 0}}
	for at, want := range map[plotter.XY]bool{{X: 1, Y: 1}: true, {X: 3, Y: 1}: false, {X: -1, Y: 1}: false, {X: 1, Y: 3}: false} {
		if got := contains(square, at); got != want {
			t.Errorf("got %v for %v, want %v", got, at, want)
		}
	}
}

// Twice the weights are twice the norm, and no other block's.
func TestWeightNormsAreOfTheBlock(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 20, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	before := weightNorms(net)
	for _, p := range net.Params() {
		if strings.HasPrefix(p.Name, "layer2.1.conv") {
			doubled := p.Float64s()
			for i := range doubled {
				doubled[i] *= 2
			}
			if err := p.Set(doubled); err != nil {
				t.Fatal(err)
			}
		}
	}
	for block, got := range weightNorms(net) {
		want := before[block]
		if net.Blocks()[block].Name == "layer2.1" {
			want *= 2
		}
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("block %d: got %v, want %v", block, got, want)
		}
	}
}

// A power takes the room of its base and of a smaller exponent, and none for the ^.
func TestPowersAreSmall(t *testing.T) {
	style := newFigure("", "", "").X.Tick.Label
	if got, want := style.Width("10^−4"), style.Width("10")+powerSize*style.Width("−4"); math.Abs(float64(got-want)) > .1 {
		t.Errorf("got a width of %v, want %v", got, want)
	}
}
