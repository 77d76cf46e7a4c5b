package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// strip is the number of destination channels that a kernel computes at once.
const strip = simd.Strip

// stripsOf is the number of strips that c channels fill.
func stripsOf(c int) int { return (c + strip - 1) / strip }

// gathering says, per destination pixel, which source pixels it sums over. A
// convolution and its transpose are both gatherings, whatever the stride, and
// taps that would fall on padding are simply not in the list.
type gathering struct {
	dst, src Shape
	taps     []simd.Tap // of all destination pixels, one after the other
	first    []int      // first[d]: start of pixel d's taps; one more entry ends the last
	weights  int        // weights per pair of channels
}

// of returns the taps of destination pixel d.
func (g *gathering) of(d int) []simd.Tap { return g.taps[g.first[d]:g.first[d+1]] }

// run is a run of pixels, consecutive in input and output, that a tap joins.
type run struct{ in, out, pixels int }

// plan fills the tap lists.
func (c *Conv) plan() {
	c.forward = gathering{dst: c.out, src: c.in, weights: c.taps(), first: []int{0}}
	c.backward = gathering{dst: c.in, src: c.out, weights: c.taps(), first: []int{0}}
	c.runs = make([][]run, c.taps())
	back := make([][]simd.Tap, c.in.Pixels())
	for out := range c.out.Pixels() {
		for weight := range c.taps() {
			in, ok := c.joins(out, weight)
			if !ok {
				continue
			}
			c.forward.taps = append(c.forward.taps, simd.Tap{Source: in * c.in.pixelLen(), Weight: weight * c.in.C * strip})
			back[in] = append(back[in], simd.Tap{Source: out * c.out.pixelLen(), Weight: weight * c.out.C * strip})
			c.runs[weight] = extend(c.runs[weight], in, out)
		}
		c.forward.first = append(c.forward.first, len(c.forward.taps))
	}
	for _, taps := range back {
		c.backward.taps = append(c.backward.taps, taps...)
		c.backward.first = append(c.backward.first, len(c.backward.taps))
	}
}

// extend adds a pair of pixels to the runs.
func extend(runs []run, in, out int) []run {
	if len(runs) > 0 {
		last := &runs[len(runs)-1]
		if last.in+last.pixels == in && last.out+last.pixels == out {
			last.pixels++
			return runs
		}
	}
	return append(runs, run{in, out, 1})
}

// joins returns the input pixel that a tap joins to an output pixel, and
// whether there is one.
func (c *Conv) joins(out, weight int) (in int, ok bool) {
	y := out/c.out.W*c.stride + weight/c.kernel - c.pad
	x := out%c.out.W*c.stride + weight%c.kernel - c.pad
	return y*c.in.W + x, y >= 0 && y < c.in.H && x >= 0 && x < c.in.W
}

// repack orders weights for [gather]: [destination strip][tap][source][strip],
// zero beyond the last destination channel. dStep and sStep are the distances
// between destination and source channels in w.
func repack[T Float](packed, w []T, taps, dst, src, dStep, sStep int) {
	for d := range stripsOf(dst) * strip {
		out := packed[d/strip*taps*src*strip+d%strip:]
		for s := range src {
			for t := range taps {
				if d < dst {
					out[(t*src+s)*strip] = w[d*dStep+s*sStep+t]
				} else {
					out[(t*src+s)*strip] = 0
				}
			}
		}
	}
}
