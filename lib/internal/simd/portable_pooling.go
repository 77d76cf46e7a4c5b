package simd

// largest is [Kernels.Largest].
func largest[T Float](dst, src []T, taps []int) {
	for at := 0; at < len(dst); at += Lanes {
		best, _ := search(src[at:], taps)
		*(*[Lanes]T)(dst[at:]) = best
	}
}

// route is [Kernels.Route].
func route[T Float](dx, dy, x []T, taps []int, from, to int) {
	for at := 0; at < len(dy); at += Lanes {
		_, where := search(x[at:], taps)
		g := (*[Lanes]T)(dy[at:])
		for l, tap := range where {
			if from <= tap && tap < to {
				dx[at+taps[tap]+l] += g[l]
			}
		}
	}
}

// search returns the largest value of each lane and the number of its tap.
func search[T Float](x []T, taps []int) (best [Lanes]T, where [Lanes]int) {
	best = *(*[Lanes]T)(x[taps[0]:])
	for tap, at := range taps {
		for l, v := range (*[Lanes]T)(x[at:]) {
			larger := beats(v, best[l])
			where[l] += (tap - where[l]) & -larger
			best[l] = [2]T{best[l], v}[larger&1]
		}
	}
	return best, where
}

// beats is 1 if v is larger than the best so far, or NaN, and 0 otherwise. A
// branch would be mispredicted every few times.
func beats[T Float](v, best T) int {
	var larger, nan uint8
	if v > best {
		larger = 1
	}
	if v != v {
		nan = 1
	}
	return int(larger | nan)
}
