package compute

// normBackward computes the gradients of one channel per part. With g the
// gradient by the normalized value, u = x − mean, s = 1/√(variance + Epsilon)
// and averages over the M valid values,
//
//	∂β = Σ g,   ∂γ = s·Σ g·u,   ∂x = γ·s·(g − ∂β/M − u·s·∂γ/M)
type normBackward[T Float] struct {
	*Norm
	dx, dgamma, dbeta, dy, x, gamma, beta []T
	mean, variance                        []float64
}

func (n *normBackward[T]) part(c int) {
	a := affineOf(n.Norm, n.gamma[c], n.beta[c], n.mean[c], n.variance[c])
	sum, product := n.sums(c, &a)
	dgamma := a.inverse * (product - a.slip*sum)
	n.dbeta[c], n.dgamma[c] = T(sum), T(dgamma)

	scale := float64(n.gamma[c]) * a.inverse
	count := float64(n.Shape.N * n.Shape.Pixels())
	slope := -scale * a.inverse * dgamma / count
	level := -scale*sum/count - slope*a.slip
	for b := range n.Shape.Blocks() {
		for i := range n.Shape.Pixels() {
			a.spread(vector(n.Shape, b, i, c, n.dx), vector(n.Shape, b, i, c, n.x), T(scale), T(slope), T(level))
		}
	}
}

// sums leaves g in dx and returns Σ g and Σ g·(x − center).
func (n *normBackward[T]) sums(c int, a *affine[T]) (sum, product float64) {
	for b := range n.Shape.Blocks() {
		valid := n.Shape.Valid(b)
		for i := range n.Shape.Pixels() {
			x, dy := vector(n.Shape, b, i, c, n.x)[:valid], vector(n.Shape, b, i, c, n.dy)[:valid]
			g := vector(n.Shape, b, i, c, n.dx)[:valid]
			if n.ReLU {
				a.gate(g, dy, x)
			} else {
				copy(g, dy)
			}
			s, p := a.project(g, x)
			sum += float64(s)
			product += float64(p)
		}
	}
	return sum, product
}

// gate sets g to dy where the ReLU was open and to zero elsewhere. A branch
// would be mispredicted every other time, so it multiplies by 1 or 0.
func (a *affine[T]) gate(g, dy, x []T) {
	center, scale, offset := a.center, a.scale, a.offset
	g, dy = g[:len(x)], dy[:len(x)]
	for i, v := range x {
		g[i] = dy[i] * positive((v-center)*scale+offset)
	}
}

// positive is 1 for a positive number and 0 for any other.
func positive[T Float](v T) T {
	factor := [2]T{0, 1}
	var i uint8
	if v > 0 {
		i = 1
	}
	return factor[i&1]
}

// project returns Σ g and Σ g·(x − center).
func (a *affine[T]) project(g, x []T) (sum, product T) {
	center := a.center
	var s0, s1, p0, p1 T
	for ; len(x) >= 2 && len(g) >= 2; x, g = x[2:], g[2:] {
		s0 += g[0]
		s1 += g[1]
		p0 += g[0] * (x[0] - center)
		p1 += g[1] * (x[1] - center)
	}
	for i, v := range x {
		s0 += g[i]
		p0 += g[i] * (v - center)
	}
	return s0 + s1, p0 + p1
}

// spread turns g, left in dx, into scale·g + slope·(x − center) + level.
func (a *affine[T]) spread(dx, x []T, scale, slope, level T) {
	center := a.center
	dx = dx[:len(x)]
	for i, v := range x {
		dx[i] = scale*dx[i] + slope*(v-center) + level
	}
}
