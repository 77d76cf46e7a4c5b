package simd

// The kernels once more, straight from their documentation, in float64 and one
// value at a time.

func referenceGather(dst, src, w []float32, taps []Tap, channels, pixels, dstStep, srcStep int, add bool) []float64 {
	out := widen(dst)
	for p := range pixels {
		for k := range Strip {
			for l := range Lanes {
				sum := 0.0
				for _, t := range taps {
					for c := range channels {
						sum += float64(w[t.Weight+c*Strip+k]) * float64(src[t.Source+p*srcStep+c*Lanes+l])
					}
				}
				to := &out[p*dstStep+k*Lanes+l]
				if add {
					sum += *to
				}
				*to = sum
			}
		}
	}
	return out
}

func referenceOuter(sums, a, b []float32, pixels, aStep, bStep int) []float64 {
	out := widen(sums)
	for at := range out {
		i, j, l := at/Lanes/Tile, at/Lanes%Tile, at%Lanes
		for p := range pixels {
			out[at] += float64(a[p*aStep+i*Lanes+l]) * float64(b[p*bStep+j*Lanes+l])
		}
	}
	return out
}

func referenceLaneSums(src []float32) []float64 {
	out := make([]float64, len(src)/Lanes)
	for i, v := range src {
		out[i/Lanes] += float64(v)
	}
	return out
}

// normal is what a normalization does to value i of an image.
func normal(x, center, scale, offset []float32, i int) float64 {
	c := i / Lanes % len(center)
	return (float64(x[i])-float64(center[c]))*float64(scale[c]) + float64(offset[c])
}

func referenceAffine(x, add, center, scale, offset []float32, relu bool) []float64 {
	out := make([]float64, len(x))
	for i := range out {
		out[i] = normal(x, center, scale, offset, i)
		if add != nil {
			out[i] += float64(add[i])
		}
		if relu {
			out[i] = max(out[i], 0)
		}
	}
	return out
}

func referenceMoments(sum, squares, x, near []float32) (s, q []float64) {
	s, q = widen(sum), widen(squares)
	for i, v := range x {
		at := i % len(near)
		d := float64(v) - float64(near[at])
		s[at] += d
		q[at] += d * d
	}
	return s, q
}

func referenceProject(sum, product, dy, x []float32, open []bool, center []float32) (g, s, q []float64) {
	g, s, q = make([]float64, len(x)), widen(sum), widen(product)
	for i := range x {
		if open[i] {
			g[i] = float64(dy[i])
		}
		at := i % (len(center) * Lanes)
		s[at] += g[i]
		q[at] += g[i] * (float64(x[i]) - float64(center[at/Lanes]))
	}
	return g, s, q
}

func referenceSpread(g, x, add, center, scale, slope, level []float32) []float64 {
	out := make([]float64, len(x))
	for i := range out {
		c := i / Lanes % len(center)
		out[i] = float64(scale[c])*float64(g[i]) + normal(x, center, slope, level, i)
		if add != nil {
			out[i] += float64(add[i])
		}
	}
	return out
}

func referenceBlend(x, z, f []float32, a, b float32) []float64 {
	out := make([]float64, len(x))
	for i := range out {
		out[i] = float64(a) * float64(x[i])
		if z != nil {
			out[i] += float64(b) * float64(z[i])
		}
		if f != nil {
			out[i] += float64(f[i])
		}
	}
	return out
}

func referenceDot(sums, a, b []float32) []float64 {
	out := widen(sums)
	for i := range len(a) / Lanes * Lanes {
		out[i%Lanes] += float64(a[i]) * float64(b[i])
	}
	return out
}

func widen(v []float32) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x)
	}
	return out
}
