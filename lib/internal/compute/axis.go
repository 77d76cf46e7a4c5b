package compute

// axis is one dimension of a convolution: output position o joins input
// position o·stride + k·dilation − pad through tap k of the kernel.
type axis struct{ in, out, kernel, stride, pad, dilation int }

// axisOf returns the axis of an input that the padded kernel fits into.
func axisOf(in, kernel int, s Steps) axis {
	return axis{in, (in+2*s.Pad-s.Span(kernel))/s.Stride + 1, kernel, s.Stride, s.Pad, s.Dilation}
}

// source is the input position that output position o joins through tap k, inside the
// image or not.
func (a axis) source(o, k int) int { return o*a.stride + k*a.dilation - a.pad }

// reaches is the number of input positions that some output positions in a row see,
// those between included.
func (a axis) reaches(outputs int) int { return (outputs-1)*a.stride + (a.kernel-1)*a.dilation + 1 }

// reach is a tap and the source position that it reaches.
type reach struct{ tap, source int }

// segment is a run of destination positions that the same taps reach: position
// first + i·step takes tap t from taps[t].source + i·advance, for i < count.
type segment struct {
	first, count, step, advance int
	taps                        []reach
}

// forward cuts the output into segments that gather from the input: the
// interior, and each position at an edge where taps fall on padding.
func (a axis) forward() []segment {
	return segments(a.out, 1, a.stride, func(o int) (taps []reach) {
		for k := range a.kernel {
			if i := a.source(o, k); i >= 0 && i < a.in {
				taps = append(taps, reach{k, i})
			}
		}
		return taps
	})
}

// backward cuts the input into segments that gather from the output, one
// phase of the stride after the other.
func (a axis) backward() []segment {
	return segments(a.in, a.stride, 1, func(i int) (taps []reach) {
		for k := range a.kernel {
			if o := i - a.source(0, k); o >= 0 && o%a.stride == 0 && o/a.stride < a.out {
				taps = append(taps, reach{k, o / a.stride})
			}
		}
		return taps
	})
}

// segments cuts n destination positions into segments of a given step.
func segments(n, step, advance int, reached func(position int) []reach) []segment {
	var all []segment
	for phase := range min(step, n) {
		for at := phase; at < n; at += step {
			taps := reached(at)
			if last := len(all) - 1; at > phase && sameTaps(all[last].taps, taps) {
				all[last].count++
				continue
			}
			all = append(all, segment{at, 1, step, advance, taps})
		}
	}
	return all
}

// sameTaps reports whether two positions have the same taps; their sources then
// differ by as much as the positions.
func sameTaps(a, b []reach) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].tap != b[i].tap {
			return false
		}
	}
	return true
}
