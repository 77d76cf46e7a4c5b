package data

import "math"

// circlesInner is the radius of the inner circle; that of the outer one is 1.
const circlesInner = 0.5

// Circles returns n points of two circles around the origin, one of radius 0.5
// (class 0) and one of radius 1 (class 1), in turn. Every point is moved by noise with
// the given standard deviation in each direction. Samples have shape 2×1×1, x and y.
//
// No line separates the two, and no flow of the plane can make one do it: it would
// have to carry the inner circle out through the outer one. A flow in three
// dimensions can lift it out.
//
// Circles returns an error if n < 2, or if noise is negative or not finite.
func Circles(n int, noise float64, seed uint64) (*Set, error) {
	return plane("circles", n, noise, seed, func(class int, share float64) (x, y float64) {
		radius := circlesInner
		if class == 1 {
			radius = 1
		}
		return radius * math.Cos(2*math.Pi*share), radius * math.Sin(2*math.Pi*share)
	})
}
