package simd

// gather is [Kernels.Gather]. It keeps the sums of a strip for one lane in
// registers and takes two source channels at a time: Go compiles it to scalar
// instructions, and eight additions in flight hide their latency.
func gather[T Float](dst, src, w []T, taps []Tap, channels, pixels, dstStep, srcStep int, add bool) {
	for p := range pixels {
		for lane := range Lanes {
			var sum [Strip]T
			for _, t := range taps {
				gatherTap(&sum, src[t.Source+p*srcStep+lane:], w[t.Weight:][:channels*Strip])
			}
			out := dst[p*dstStep+lane:]
			out = out[:(Strip-1)*Lanes+1]
			for k, s := range sum {
				if add {
					s += out[k*Lanes]
				}
				out[k*Lanes] = s
			}
		}
	}
}

// gatherTap adds one tap of one lane to the sums of a strip.
func gatherTap[T Float](sum *[Strip]T, x, w []T) {
	s0, s1, s2, s3, s4, s5, s6, s7 := sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7]
	at := 0
	for ; len(w) >= 2*Strip; w = w[2*Strip:] {
		k := (*[2 * Strip]T)(w)
		v, u := x[at], x[at+Lanes]
		at += 2 * Lanes
		s0 += v*k[0] + u*k[8]
		s1 += v*k[1] + u*k[9]
		s2 += v*k[2] + u*k[10]
		s3 += v*k[3] + u*k[11]
		s4 += v*k[4] + u*k[12]
		s5 += v*k[5] + u*k[13]
		s6 += v*k[6] + u*k[14]
		s7 += v*k[7] + u*k[15]
	}
	if len(w) > 0 {
		k := (*[Strip]T)(w)
		v := x[at]
		s0 += v * k[0]
		s1 += v * k[1]
		s2 += v * k[2]
		s3 += v * k[3]
		s4 += v * k[4]
		s5 += v * k[5]
		s6 += v * k[6]
		s7 += v * k[7]
	}
	*sum = [Strip]T{s0, s1, s2, s3, s4, s5, s6, s7}
}
