package simd

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

func TestGather(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		channels, pixels := rapid.IntRange(1, 21).Draw(t, "channels"), rapid.IntRange(0, 10).Draw(t, "pixels")
		dstStep := Strip*Lanes + rapid.IntRange(0, 40).Draw(t, "gap")
		srcStep := rapid.IntRange(1, 3*Lanes*max(1, channels)).Draw(t, "source step")
		sources, weights := rapid.IntRange(0, 100).Draw(t, "sources"), rapid.IntRange(0, 100).Draw(t, "weights")
		taps := make([]Tap, rapid.IntRange(0, 10).Draw(t, "taps"))
		for i := range taps {
			taps[i] = Tap{rapid.IntRange(0, sources).Draw(t, "source"), rapid.IntRange(0, weights).Draw(t, "weight")}
		}
		add := rapid.Bool().Draw(t, "add")
		dst := y.Place(draw(t, max(0, (pixels-1)*dstStep+Strip*Lanes)))
		src := y.Place(draw(t, max(0, pixels-1)*srcStep+channels*Lanes+sources))
		w := y.Place(draw(t, channels*Strip+weights))

		want := referenceGather(dst, src, w, taps, channels, pixels, dstStep, srcStep, add)
		k.Gather(dst, src, w, taps, channels, pixels, dstStep, srcStep, add)
		near(t, "dst", dst, want, channels*len(taps)+1)
	})
}

// TestGatherCut checks that a pixel has the same bits however its run is cut: the
// tiles of registers must not show.
func TestGatherCut(t *testing.T) {
	for _, isa := range Available() {
		t.Run(string(isa), rapid.MakeCheck(func(t *rapid.T) {
			k := Of[float32](isa)
			const channels, most, step = 5, 9, Strip * Lanes
			pixels := rapid.IntRange(1, most).Draw(t, "pixels")
			cut := rapid.IntRange(0, pixels).Draw(t, "cut")
			taps := []Tap{{0, 0}, {step, channels * Strip}}
			src, w := draw(t, (most+1)*step), draw(t, 2*channels*Strip)
			whole, parts := make([]float32, pixels*step), make([]float32, pixels*step)

			k.Gather(whole, src, w, taps, channels, pixels, step, step, false)
			k.Gather(parts, src, w, taps, channels, cut, step, step, false)
			k.Gather(parts[cut*step:], src[cut*step:], w, taps, channels, pixels-cut, step, step, false)
			if !slices.Equal(whole, parts) {
				t.Errorf("%d pixels cut at %d: got other bits than in one run", pixels, cut)
			}
		}))
	}
}

// TestGatherAdds checks that a sum is added as a whole to what is there: a large
// number swallows each of its terms, but not their sum.
func TestGatherAdds(t *testing.T) {
	const large, channels, pixels = 1 << 24, 8, 6
	for _, isa := range Available() {
		dst := slices.Repeat([]float32{large}, pixels*Strip*Lanes)
		ones := slices.Repeat([]float32{1}, pixels*channels*Lanes)
		Of[float32](isa).Gather(dst, ones, ones, []Tap{{}, {}}, channels, pixels, Strip*Lanes, channels*Lanes, true)
		for i, got := range dst {
			if want := float32(large + 2*channels); got != want {
				t.Fatalf("%s: got dst[%d] = %v, want %v", isa, i, got, want)
			}
		}
	}
}

func TestOuter(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		pixels := rapid.IntRange(0, 20).Draw(t, "pixels")
		aStep, bStep := rapid.IntRange(1, 100).Draw(t, "step of a"), rapid.IntRange(1, 100).Draw(t, "step of b")
		sums := y.Place(draw(t, Tile*Tile*Lanes))
		a, b := y.Place(draw(t, max(0, pixels-1)*aStep+Tile*Lanes)), y.Place(draw(t, max(0, pixels-1)*bStep+Tile*Lanes))

		want := referenceOuter(sums, a, b, pixels, aStep, bStep)
		k.Outer(sums, a, b, pixels, aStep, bStep)
		near(t, "sums", sums, want, pixels+1)
	})
}

func TestSplit(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		const pixel = Tile * Lanes
		tiles, pixels := rapid.IntRange(0, 5).Draw(t, "tiles"), rapid.IntRange(0, 9).Draw(t, "pixels")
		dstStep, srcStep := pixel+rapid.IntRange(0, 40).Draw(t, "gap"), rapid.IntRange(1, 400).Draw(t, "source step")
		tileStep := max(1, pixels)*dstStep + rapid.IntRange(0, 40).Draw(t, "gap of tiles")
		dst := y.Place(draw(t, max(0, tiles-1)*tileStep+max(0, pixels-1)*dstStep+pixel))
		src := y.Place(draw(t, max(0, pixels-1)*srcStep+max(1, tiles)*pixel))

		want := slices.Clone(dst)
		for tile := range tiles {
			for p := range pixels {
				copy(want[tile*tileStep+p*dstStep:][:pixel], src[p*srcStep+tile*pixel:])
			}
		}
		k.Split(dst, src, tiles, pixels, tileStep, dstStep, srcStep)
		if !slices.Equal(dst, want) {
			t.Errorf("got %v, want %v", dst, want)
		}
	})
}

func TestLaneSums(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		n := rapid.IntRange(0, 20).Draw(t, "channels")
		dst, src := y.Place(draw(t, n)), y.Place(draw(t, n*Lanes))
		want := referenceLaneSums(src)
		k.LaneSums(dst, src)
		near(t, "dst", dst, want, Lanes)
	})
}

// image draws the size of an image, sometimes larger than what the kernels pass
// over at once.
func image(t *rapid.T) (channels, values int) {
	channels = rapid.IntRange(1, 40).Draw(t, "channels")
	most := 9
	if rapid.IntRange(0, 9).Draw(t, "large") == 0 {
		most = 20000 / (channels * Lanes)
	}
	return channels, rapid.IntRange(0, most).Draw(t, "pixels") * channels * Lanes
}

func TestAffine(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		channels, n := image(t)
		x, add := y.Place(draw(t, n)), optional(t, "add", y, n)
		center, scale, offset := y.Place(draw(t, channels)), y.Place(draw(t, channels)), y.Place(draw(t, channels))
		out := over(t, y, n, x, add)
		relu := rapid.Bool().Draw(t, "relu")

		want := referenceAffine(x, add, center, scale, offset, relu)
		k.Affine(out, x, add, center, scale, offset, relu)
		near(t, "y", out, want, 3)
	})
}

func TestMoments(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		channels, n := image(t)
		x, around := y.Place(draw(t, n)), y.Place(draw(t, channels*Lanes))
		sum, squares := y.Place(draw(t, channels*Lanes)), y.Place(draw(t, channels*Lanes))

		wantSum, wantSquares := referenceMoments(sum, squares, x, around)
		k.Moments(sum, squares, x, around)
		near(t, "sum", sum, wantSum, n/channels/Lanes+1)
		near(t, "squares", squares, wantSquares, 4*n/channels/Lanes+1)
	})
}

// TestProject takes the sign of what Affine computes to be right: both must
// agree to the bit.
func TestProject(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		channels, n := image(t)
		dy, x, outputs := y.Place(draw(t, n)), y.Place(draw(t, n)), optional(t, "y", y, n)
		center := y.Place(draw(t, channels))
		scale, offset := optional(t, "scale", y, channels), y.Place(draw(t, channels))
		sum, product := y.Place(draw(t, channels*Lanes)), y.Place(draw(t, channels*Lanes))
		g := over(t, y, n, dy)
		if scale != nil && n > 0 {
			// Values that the normalization takes as close to zero as it goes.
			for i := range x {
				c := i / Lanes % channels
				x[i] = center[c] - offset[c]/scale[c]
			}
		}

		decides := outputs
		if outputs == nil && scale != nil {
			decides = make([]float32, n)
			k.Affine(decides, x, nil, center, scale, offset, false)
		}
		open := make([]bool, n)
		for i := range open {
			open[i] = decides == nil || decides[i] > 0
		}
		wantG, wantSum, wantProduct := referenceProject(sum, product, dy, x, open, center)
		k.Project(g, sum, product, dy, x, outputs, center, scale, offset)
		near(t, "g", g, wantG, 0)
		near(t, "sum", sum, wantSum, n/channels/Lanes+1)
		if scale == nil {
			near(t, "product", product, wantProduct, 4*n/channels/Lanes+1)
		}
	})
}

func TestSpread(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		channels, n := image(t)
		g, x, add := y.Place(draw(t, n)), y.Place(draw(t, n)), optional(t, "add", y, n)
		center, scale := y.Place(draw(t, channels)), y.Place(draw(t, channels))
		slope, level := y.Place(draw(t, channels)), y.Place(draw(t, channels))
		dx := over(t, y, n, g, add)

		want := referenceSpread(g, x, add, center, scale, slope, level)
		k.Spread(dx, g, x, add, center, scale, slope, level)
		near(t, "dx", dx, want, 5)
	})
}

func TestBlend(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		n := rapid.IntRange(0, 200).Draw(t, "values")
		x, z, f := y.Place(draw(t, n)), optional(t, "z", y, n), optional(t, "f", y, n)
		factors := draw(t, 2)
		out := over(t, y, n, x, z, f)

		want := referenceBlend(x, z, f, factors[0], factors[1])
		k.Blend(out, x, z, f, factors[0], factors[1])
		near(t, "y", out, want, 3)
	})
}

func TestDot(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		n := rapid.IntRange(0, 300).Draw(t, "values")
		sums, a, b := y.Place(draw(t, Lanes)), y.Place(draw(t, n)), y.Place(draw(t, n))
		want := referenceDot(sums, a, b)
		k.Dot(sums, a, b)
		near(t, "sums", sums, want, n/Lanes+1)
	})
}

// TestNaN checks that a NaN comes through a ReLU and shuts it backward, in every
// lane.
func TestNaN(t *testing.T) {
	nan := float32(math.NaN())
	for _, isa := range Available() {
		t.Run(string(isa), func(t *testing.T) {
			k := Of[float32](isa)
			for lane := range Lanes {
				x, y, dy := make([]float32, Lanes), make([]float32, Lanes), slices.Repeat([]float32{1}, Lanes)
				x[lane] = nan
				one, zero := []float32{1}, []float32{0}
				k.Affine(y, x, nil, zero, one, one, true)
				for l, v := range y {
					if got, want := math.IsNaN(float64(v)), l == lane; got != want {
						t.Errorf("NaN in lane %d: got %v in lane %d", lane, v, l)
					}
				}
				g := make([]float32, Lanes)
				k.Project(g, make([]float32, Lanes), make([]float32, Lanes), dy, x, y, zero, nil, nil)
				if g[lane] != 0 || g[(lane+1)%Lanes] != 1 {
					t.Errorf("NaN in lane %d: got gradient %v, want 0 there and 1 elsewhere", lane, g)
				}
			}
		})
	}
}

// TestClosed checks that nothing gets through a closed ReLU, and all through an
// open one, even what is not finite, whichever way it is seen to be closed.
func TestClosed(t *testing.T) {
	for _, isa := range Available() {
		for _, dy := range []float32{1, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN())} {
			t.Run(fmt.Sprintf("%s/dy=%v", isa, dy), func(t *testing.T) {
				x, all := make([]float32, Lanes), slices.Repeat([]float32{dy}, Lanes)
				for lane := range x {
					x[lane] = float32(lane%3) - 1
				}
				one, zero, sums := []float32{1}, []float32{0}, make([]float32, 2*Lanes)
				for name, outputs := range map[string][]float32{"input": nil, "output": x} {
					g := slices.Clone(all)
					Of[float32](isa).Project(g, sums[:Lanes], sums[Lanes:], all, x, outputs, zero, one, zero)
					for lane, got := range g {
						if open := x[lane] > 0; !open && got != 0 || open && math.Float32bits(got) != math.Float32bits(dy) {
							t.Errorf("by its %s, %v: got gradient %v", name, x[lane], got)
						}
					}
				}
			})
		}
	}
}

// draw returns n values in [-1, 1]; rapid draws no more than their seed.
func draw(t *rapid.T, n int) []float32 {
	s := rapid.Uint64().Draw(t, "seed")
	v := make([]float32, n)
	for i := range v {
		s = s*6364136223846793005 + 1442695040888963407
		v[i] = float32(int32(s>>32)) / (1 << 31)
	}
	return v
}

// optional places n values or, half of the time, returns nil.
func optional(t *rapid.T, name string, y fence.Yard, n int) []float32 {
	if rapid.Bool().Draw(t, name+" is nil") {
		return nil
	}
	return y.Place(draw(t, n))
}

// over returns where n results go: a buffer of their own, or one of the operands.
func over(t *rapid.T, y fence.Yard, n int, operands ...[]float32) []float32 {
	operands = slices.DeleteFunc(operands, func(o []float32) bool { return o == nil })
	if i := rapid.IntRange(0, len(operands)).Draw(t, "result"); i > 0 {
		return operands[i-1]
	}
	return y.Place(draw(t, n))
}

// near fails unless results are within what rounding sums of some terms of at
// most 1 explains.
func near(t *rapid.T, name string, got []float32, want []float64, terms int) {
	t.Helper()
	const rounding = 1. / (1 << 23)
	for i := range want {
		if d := math.Abs(float64(got[i]) - want[i]); !(d <= float64(terms)*rounding*max(1, math.Abs(want[i]))) {
			t.Fatalf("%s[%d] of %d: got %v, want %v", name, i, len(got), got[i], want[i])
		}
	}
}
