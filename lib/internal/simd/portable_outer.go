package simd

// outer is [Kernels.Outer].
func outer[T Float](sums, a, b []T, pixels, aStep, bStep int) {
	for i := range Tile {
		for j := range Tile {
			addProducts(sums[(i*Tile+j)*Lanes:], a[i*Lanes:], b[j*Lanes:], pixels, aStep, bStep)
		}
	}
}

// addProducts adds the products of two channels over a run of pixels, lane by
// lane.
func addProducts[T Float](sums, a, b []T, pixels, aStep, bStep int) {
	s := (*[Lanes]T)(sums)
	for p := range pixels {
		u, v := (*[Lanes]T)(a[p*aStep:]), (*[Lanes]T)(b[p*bStep:])
		for l := range Lanes {
			s[l] += u[l] * v[l]
		}
	}
}

// laneSums is [Kernels.LaneSums]. It adds halves to halves, as vectors do.
func laneSums[T Float](dst, src []T) {
	for i := range dst {
		v := *(*[Lanes]T)(src[i*Lanes:])
		for half := Lanes / 2; half > 0; half /= 2 {
			for l := range half {
				v[l] += v[l+half]
			}
		}
		dst[i] = v[0]
	}
}

// dot is [Kernels.Dot].
func dot[T Float](sums, a, b []T) {
	s := (*[Lanes]T)(sums)
	for ; len(a) >= Lanes; a, b = a[Lanes:], b[Lanes:] {
		u, v := (*[Lanes]T)(a), (*[Lanes]T)(b)
		for l := range Lanes {
			s[l] += u[l] * v[l]
		}
	}
}
