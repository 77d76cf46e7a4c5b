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

// joined returns the output positions, from the first to before the last, that a tap
// joins to positions inside the image.
func (a axis) joined(k int) (first, end int) {
	first = quotient(max(0, -a.source(0, k)), a.stride)
	return first, max(first, min(a.out, quotient(max(0, a.in-a.source(0, k)), a.stride)))
}

// reaches is the number of input positions that some output positions in a row see,
// those between included.
func (a axis) reaches(outputs int) int { return (outputs-1)*a.stride + (a.kernel-1)*a.dilation + 1 }

// reach is a tap and the source position that it reaches.
type reach struct{ tap, source int }

// fan is all taps that reach a position: the first, how many there are, and the steps
// from one to the next.
type fan struct {
	reach
	count            int
	tapStep, srcStep int
}

// forward returns the segments of the output that gather from the input: the
// interior, and each position at an edge where taps fall on padding.
func (a axis) forward() segmenting {
	return segmenting{a.out, 1, a.stride, func(o int) fan {
		before, behind := -a.source(o, 0), a.in-a.source(o, 0)
		first := quotient(max(0, before), a.dilation)
		end := min(a.kernel, quotient(max(0, behind), a.dilation))
		return fan{reach{first, a.source(o, first)}, max(0, end-first), 1, a.dilation}
	}}
}

// backward returns the segments of the input that gather from the output, one
// phase of the stride after the other.
//
// Tap k reaches position i from output o if k·dilation + o·stride = i + pad. That has
// solutions if the greatest common divisor of both steps divides i + pad, and then
// every so many taps.
func (a axis) backward() segmenting {
	divisor, inverse := euclid(a.dilation, a.stride)
	tapStep, srcStep := a.stride/divisor, a.dilation/divisor
	return segmenting{a.in, a.stride, 1, func(i int) fan {
		at := i + a.pad
		if at%divisor != 0 {
			return fan{}
		}
		first := at / divisor * inverse % tapStep
		if beyond := at - first*a.dilation - (a.out-1)*a.stride; beyond > 0 {
			first += quotient(beyond, tapStep*a.dilation) * tapStep
		}
		if first >= a.kernel || first*a.dilation > at {
			return fan{}
		}
		last := (at - first*a.dilation) / a.stride // the output that the first tap reaches
		return fan{reach{first, last}, min(quotient(a.kernel-first, tapStep), last/srcStep+1), tapStep, -srcStep}
	}}
}

// euclid returns the greatest common divisor of two positive numbers and x, from 0 to
// below b, with which a·x and it differ by a multiple of b.
func euclid(a, b int) (divisor, x int) {
	divisor, rest := b, a%b
	for next := 1; rest > 0; {
		q := divisor / rest
		divisor, rest = rest, divisor-q*rest
		x, next = next, x-q*next
	}
	return divisor, (x + b) % b
}
