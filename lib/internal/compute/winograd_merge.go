package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// tileMerger adds up the sums of all parts for a strip of input channels per
// part, and transforms them to weights, Gᵀ m G.
type tileMerger[T Float] struct {
	*winogradOutering
	kernels  *simd.Kernels[T]
	dw, sums []T
}

func (m *tileMerger[T]) part(strip int) {
	n := simd.Strip * m.dst.C
	for q := range simd.WinogradPositions {
		total := m.sums[q*m.pairs()+strip*n:][:n]
		for i := 1; i < m.parts; i++ {
			more := m.sums[i*m.winogradOutering.sums()+q*m.pairs()+strip*n:][:n]
			m.kernels.Blend(total, total, more, nil, 1, 1)
		}
	}
	for i := range n {
		var sum [simd.WinogradPositions]T
		for q := range sum {
			sum[q] = m.sums[q*m.pairs()+strip*n+i]
		}
		out, in := i/(simd.Strip*Lanes)*Lanes+i%Lanes, strip*simd.Strip+i/Lanes%simd.Strip
		*(*[9]T)(m.dw[(out*m.src.C+in)*9:]) = winogradKernel(&sum)
	}
}

// winogradKernel is Gᵀ m G.
func winogradKernel[T Float](m *[simd.WinogradPositions]T) (g [9]T) {
	var half [3][simd.WinogradTile]T
	for j := range simd.WinogradTile {
		half[0][j], half[1][j], half[2][j] = winogradGT(m[j], m[4+j], m[8+j], m[12+j])
	}
	for i, h := range half {
		g[3*i], g[3*i+1], g[3*i+2] = winogradGT(h[0], h[1], h[2], h[3])
	}
	return g
}

// winogradGT multiplies a column by Gᵀ.
func winogradGT[T Float](m0, m1, m2, m3 T) (g0, g1, g2 T) {
	sum, difference := (m1+m2)/2, (m1-m2)/2
	return m0 + sum, difference, sum + m3
}
