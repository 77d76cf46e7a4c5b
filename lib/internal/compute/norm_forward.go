package compute

// normForward normalizes one channel per part.
type normForward[T Float] struct {
	*Norm
	y, x, gamma, beta []T
	mean, variance    []float64
	measure           bool // by the statistics of x
}

func (n *normForward[T]) part(c int) {
	if n.measure {
		n.mean[c], n.variance[c] = moments(n.Shape, c, n.x)
	}
	a := affineOf(n.Norm, n.gamma[c], n.beta[c], n.mean[c], n.variance[c])
	for b := range n.Shape.Blocks() {
		for i := range n.Shape.Pixels() {
			x, y := vector(n.Shape, b, i, c, n.x), vector(n.Shape, b, i, c, n.y)
			if n.ReLU {
				a.applyReLU(y, x)
			} else {
				a.apply(y, x)
			}
		}
	}
}

// moments computes mean and biased variance of the valid values of a channel
// in two passes: sums of differences from a nearby value, for short spans in
// T, spans and blocks added up in float64.
func moments[T Float](s Shape, c int, x []T) (mean, variance float64) {
	count := float64(s.N * s.Pixels())
	near := x[c*Lanes]
	var sum float64
	for b := range s.Blocks() {
		for i := range s.Pixels() {
			sum += float64(sumFrom(vector(s, b, i, c, x)[:s.Valid(b)], near))
		}
	}
	mean = float64(near) + sum/count

	center := T(mean)
	var squares float64
	for b := range s.Blocks() {
		for i := range s.Pixels() {
			squares += float64(squaresFrom(vector(s, b, i, c, x)[:s.Valid(b)], center))
		}
	}
	slip := mean - float64(center)
	return mean, max(0, squares/count-slip*slip)
}

// sumFrom is Σ (x − center).
func sumFrom[T Float](x []T, center T) T {
	var s0, s1, s2, s3 T
	for ; len(x) >= 4; x = x[4:] {
		s0 += x[0] - center
		s1 += x[1] - center
		s2 += x[2] - center
		s3 += x[3] - center
	}
	for _, v := range x {
		s0 += v - center
	}
	return s0 + s1 + (s2 + s3)
}

// squaresFrom is Σ (x − center)².
func squaresFrom[T Float](x []T, center T) T {
	var s0, s1, s2, s3 T
	for ; len(x) >= 4; x = x[4:] {
		d0, d1, d2, d3 := x[0]-center, x[1]-center, x[2]-center, x[3]-center
		s0 += d0 * d0
		s1 += d1 * d1
		s2 += d2 * d2
		s3 += d3 * d3
	}
	for _, v := range x {
		s0 += (v - center) * (v - center)
	}
	return s0 + s1 + (s2 + s3)
}

func (a *affine[T]) apply(y, x []T) {
	center, scale, offset := a.center, a.scale, a.offset
	y = y[:len(x)]
	for i, v := range x {
		y[i] = (v-center)*scale + offset
	}
}

func (a *affine[T]) applyReLU(y, x []T) {
	center, scale, offset := a.center, a.scale, a.offset
	y = y[:len(x)]
	for i, v := range x {
		y[i] = max((v-center)*scale+offset, 0)
	}
}
