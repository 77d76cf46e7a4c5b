package simd

// weave is [Kernels.Weave].
func weave[T Float](dst, src, scale []T, columns, step int) {
	for j := range columns {
		to := (*[Strip]T)(dst[j*Strip:])
		for k, s := range scale {
			to[k] = s * src[k*step+j]
		}
		clear(to[len(scale):])
	}
}

// winogradWeights is [Winograd.Weights].
func winogradWeights[T Float](dst, src []T, channels, position int, turn bool) {
	for i := range channels * Strip {
		c, k := i/Strip, i%Strip
		var g [9]T
		for t := range g {
			at := t
			if turn {
				at = len(g) - 1 - t
			}
			g[t] = src[(c*len(g)+at)*Strip+k]
		}
		var lines [3][WinogradTile]T
		for j := range lines {
			lines[j] = winogradG(g[j], g[3+j], g[6+j])
		}
		for i := range WinogradTile {
			for j, u := range winogradG(lines[0][i], lines[1][i], lines[2][i]) {
				dst[(i*WinogradTile+j)*position+c*Strip+k] = u
			}
		}
	}
}

// winogradG multiplies a column by G.
func winogradG[T Float](g0, g1, g2 T) [WinogradTile]T {
	outer := (g0 + g2) / 2
	return [...]T{g0, outer + g1/2, outer - g1/2, g2}
}
