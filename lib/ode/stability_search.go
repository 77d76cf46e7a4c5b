package ode

// realLimit returns the end of the stable interval to the left of 0: the first
// step of a fine grid between 0 and end that is not stable, then bisection to the
// last bit. A gap narrower than 1/4096 of the whole would go unseen.
func realLimit(stable func(complex128) bool, end float64) float64 {
	const grid = 4096
	inside := 0.0
	for i := 1; i <= grid; i++ {
		outside := end * float64(i) / grid
		if !stable(complex(outside, 0)) {
			return bisect(stable, inside, outside)
		}
		inside = outside
	}
	return end
}

func bisect(stable func(complex128) bool, inside, outside float64) float64 {
	for {
		middle := (inside + outside) / 2
		if middle == inside || middle == outside || middle > -1e-9 {
			return inside
		}
		if stable(complex(middle, 0)) {
			inside = middle
		} else {
			outside = middle
		}
	}
}
