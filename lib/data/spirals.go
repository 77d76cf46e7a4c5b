package data

import (
	"fmt"
	"math"
	"math/rand/v2"
)

const (
	spiralTurns = 3   // of each spiral
	spiralStart = 0.1 // radius at the inner end; 1 at the outer one
)

// Spirals returns n points of two spirals wound into each other, a class each in
// turn: the problem of Lang and Witbrock (1988), three turns in the unit disc. Every
// point is moved by noise with the given standard deviation in each direction. Samples
// have shape 2×1×1, x and y.
//
// The arms are half a turn apart, 0.15 in radius, so that noise of 0.02 leaves them
// apart and noise of 0.1 does not.
//
// Spirals returns an error if n < 2, or if noise is negative or not finite.
func Spirals(n int, noise float64, seed uint64) (*Set, error) {
	return plane("two spirals", n, noise, seed, func(class int, share float64) (x, y float64) {
		radius := spiralStart + (1-spiralStart)*share
		angle := 2*math.Pi*spiralTurns*share + math.Pi*float64(class)
		return radius * math.Cos(angle), radius * math.Sin(angle)
	})
}

// plane returns n points of two curves in the plane, with noise. A curve maps the
// share of its way, from 0 to 1, to a point.
func plane(name string, n int, noise float64, seed uint64, curve func(class int, share float64) (x, y float64)) (*Set, error) {
	if n < 2 {
		return nil, fmt.Errorf("data: %s: got %d points, want at least 2", name, n)
	}
	if !(noise >= 0) || math.IsInf(noise, 1) {
		return nil, fmt.Errorf("data: %s: got noise of %v, want a finite deviation of 0 or more", name, noise)
	}
	r := rand.New(rand.NewPCG(seed, 0))
	s := &Set{Name: name, Shape: [3]int{2, 1, 1}, Classes: 2}
	for i := range n {
		class := i % 2
		of := (n + 1 - class) / 2 // points of this class
		x, y := curve(class, (float64(i/2)+0.5)/float64(of))
		s.Images = append(s.Images, float32(x+noise*r.NormFloat64()), float32(y+noise*r.NormFloat64()))
		s.Labels = append(s.Labels, class)
	}
	return s, nil
}
