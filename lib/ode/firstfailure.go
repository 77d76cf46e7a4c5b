package ode

// firstFailure returns the end of the stable interval to the left of 0, which must
// lie to the right of end: the first step of a fine grid that is not stable, then
// bisection to the last bit. A gap narrower than 1/4096 of the whole would go
// unseen.
func firstFailure(stable func(complex128) bool, end float64) float64 {
	const grid = 4096
	inside, outside := 0.0, end/grid
	for i := 2; i <= grid && stable(complex(outside, 0)); i++ {
		inside, outside = outside, end*float64(i)/grid
	}
	limit := zeroBetween(func(x float64) float64 {
		if stable(complex(x, 0)) {
			return 1
		}
		return -1
	}, outside, inside)
	if limit > -1e-9 {
		return 0 // closer to 0 rounding decides
	}
	return limit
}
