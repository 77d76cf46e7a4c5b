package ode

import (
	"fmt"
	"math"
)

// stiffness describes why steps of the size h are so small, if the reason is
// stability: a method with a bounded stability region cannot follow u' = λu, λ < 0,
// with steps much larger than 2/|λ|, however smooth the solution is. It returns ""
// if the reason is another.
//
// The largest |λ| of ∂f/∂u comes from the power method with differences of f. It
// is looked at when an integration has failed and not before, so it costs nothing
// as long as all goes well.
func (r *run) stiffness() string {
	s := r.s
	if d, ok := s.(*doubling); ok {
		s = d.of
	}
	if _, bounded := s.(*explicit); !bounded {
		return ""
	}
	lambda := r.spectralRadius()
	if limit := r.h * lambda; limit > stabilityLimited && finite(limit) {
		return fmt.Sprintf("the problem is stiff here: h·|λ| = %.2g for the largest |λ| = %.2g of ∂f/∂u, so stability and not accuracy limits the steps; want an implicit scheme such as %s", limit, lambda, KenCarp4)
	}
	return ""
}

// stabilityLimited is a h·|λ| that accuracy alone does not lead to: the interval of
// stability of explicit schemes ends between 2 and 6.
const stabilityLimited = 1.8

// spectralRadius estimates the largest |λ| of ∂f/∂u at the present state.
func (r *run) spectralRadius() float64 {
	d := len(r.u)
	direction, moved, slope := make([]float64, d), make([]float64, d), make([]float64, d)
	for i := range direction { // no direction of its own, and none left out
		direction[i] = 1 + math.Sin(float64(i+1))/2
	}
	lambda := 0.0
	for range 20 {
		by := 1e-8 * max(1, norm(r.u)) / norm(direction)
		follow(moved, r.u, by, []float64{1}, direction)
		r.f.at(r.t, moved, slope)
		for i := range slope {
			direction[i], slope[i] = (slope[i]-r.slope[i])/by, direction[i]
		}
		lambda = norm(direction) / norm(slope)
		if !(lambda > 0) {
			return 0
		}
	}
	return lambda
}

func norm(u []float64) float64 {
	var total float64
	for _, x := range u {
		total += x * x
	}
	return math.Sqrt(total)
}
