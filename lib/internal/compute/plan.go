package compute

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// gathering says, per destination pixel, which source pixels it sums over. A
// convolution and its transpose are both gatherings, whatever the stride, and
// taps that would fall on padding are simply not in the lists.
type gathering struct {
	dst, src Shape
	rows     []row
	strips   []strip
	grid     grid
	joins    int // groups that share a strip
	channels int // source channels that a strip sums over
	taps     int // weights per pair of channels
	dStep    int // from one destination channel to the next in the weights
	sStep    int // from one source channel to the next
	work     int // products of a pass
}

// row is a row of the destination, made of runs.
type row struct {
	runs     []run // of a band of rows that have the same taps
	dst, src int   // where the row lies from the band's first, in values
}

// run is a run of pixels in a row which share their taps. Offsets and steps
// count values; taps count from src, and their weights from a strip's.
type run struct {
	dst, dstStep int
	src, srcStep int
	pixels       int
	taps         []simd.Tap
}

// strip is the destination channels that a kernel computes at once, of which
// the last strip of a group may have fewer than [simd.Strip]. Of groups with fewer,
// several share a strip, with weights of zero from one group to another: that takes as
// many products as strips that are not full, and fewer calls.
type strip struct {
	first, count int
	source       int // first source channel of the group, or of the first of them
	weight       int // where the first channel's weights begin
}

// mostListed is how many taps and runs of pixels a plan may list: what takes some
// hundred megabytes. Strips take more, and every one is a part of the work.
const (
	mostListed = 1 << 24
	mostStrips = 1 << 20
)

// checkPlan reports a convolution whose image and kernel are both so large, or which
// has so many channels, that no memory would hold its plan.
func checkPlan(in, out, groups int, down, across axis) error {
	if atMost(mostListed, down.forward().size(), across.forward().size()) &&
		atMost(mostListed, down.backward().size(), across.backward().size()) &&
		atMost(mostListed, down.out, down.kernel) &&
		atMost(mostStrips, groups, quotient(max(in, out)/groups, simd.Strip)) {
		return nil
	}
	return fmt.Errorf("got kernels of %d×%d over %d×%d pixels, %d channels to %d in %d groups, want a plan of at most %d taps and runs, and %d strips",
		down.kernel, across.kernel, down.in, across.in, in, out, groups, mostListed, mostStrips)
}

// newGathering joins the segments of rows (down) and columns (across), for a
// kernel of a width.
func newGathering(dst, src Shape, groups, width int, down, across []segment) gathering {
	joins := groupsInStrip(groups, dst.C/groups)
	g := gathering{dst: dst, src: src, joins: joins, channels: joins * src.C / groups}
	g.rows = make([]row, dst.H)
	for _, band := range down {
		runs := make([]run, len(across))
		for i, s := range across {
			runs[i] = g.run(width, band, s)
		}
		for i := range band.count {
			g.rows[band.first+i*band.step] = row{
				runs: runs,
				dst:  i * band.step * dst.W * dst.pixelLen(),
				src:  i * band.advance * src.W * src.pixelLen(),
			}
		}
	}
	return g
}

// groupsInStrip is how many groups of so many channels each fill a strip together, or
// 1 if that leaves something over.
func groupsInStrip(groups, each int) int {
	if joins := simd.Strip / each; each*joins == simd.Strip && groups%joins == 0 {
		return joins
	}
	return 1
}

// run is where a band of rows and a segment of columns cross.
func (g *gathering) run(width int, down, across segment) run {
	r := run{
		dst:     (down.first*g.dst.W + across.first) * g.dst.pixelLen(),
		dstStep: across.step * g.dst.pixelLen(),
		srcStep: across.advance * g.src.pixelLen(),
		pixels:  across.count,
	}
	for _, y := range down.taps {
		for _, x := range across.taps {
			r.taps = append(r.taps, simd.Tap{
				Source: (y.source*g.src.W + x.source) * g.src.pixelLen(),
				Weight: (y.tap*width + x.tap) * g.channels * simd.Strip,
			})
		}
	}
	for i, t := range r.taps {
		if i == 0 || t.Source < r.src {
			r.src = t.Source
		}
	}
	for i := range r.taps {
		r.taps[i].Source -= r.src
	}
	return r
}

// cut adds the strips of every group of channels, and the parts of the work.
// weights is the number of weights of a group, dStep and sStep the distances
// between its destination and source channels.
func (g *gathering) cut(groups, weights, dStep, sStep int) {
	g.dStep, g.sStep, g.taps = dStep, sStep, min(dStep, sStep)
	each := g.joins * g.dst.C / groups
	for group := 0; group < groups; group += g.joins {
		for first := 0; first < each; first += simd.Strip {
			g.strips = append(g.strips, strip{
				first:  group/g.joins*each + first,
				count:  min(simd.Strip, each-first),
				source: group / g.joins * g.channels,
				weight: group*weights + first*g.dStep,
			})
		}
	}
	g.grid = newGrid(g.dst, len(g.strips))
	g.work = g.products()
}

// stripLen is the number of packed weights of a strip.
func (g *gathering) stripLen() int { return g.taps * g.channels * simd.Strip }

// products is the number of products of a pass, padding lanes included.
func (g *gathering) products() int {
	products := 0
	for _, r := range g.rows {
		for _, run := range r.runs {
			products += run.pixels * len(run.taps)
		}
	}
	return products * g.channels * g.dst.C * g.dst.Blocks() * Lanes
}
