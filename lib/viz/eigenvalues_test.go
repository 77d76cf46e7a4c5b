package viz_test

import (
	"math/cmplx"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/viz"
)

// eigenvalues are some on the imaginary axis, and some all around it.
func eigenvalues() *plot.Plot {
	turning, general := viz.Spectrum{Name: "antisymmetric"}, viz.Spectrum{Name: "general"}
	for i := range 40 {
		x := float64(i)/20 - 1
		turning.Z = append(turning.Z, complex(0, 2*x))
		general.Z = append(general.Z, cmplx.Rect(1.2*x*x, 7*x))
	}
	return viz.Eigenvalues("Eigenvalues of Jacobians", general, turning)
}

// ramp is a number that grows linearly, n times, from 1.
func ramp(n int, by float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = 1 + by*float64(i)
	}
	return values
}
