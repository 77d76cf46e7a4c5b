package ode

import (
	"math/big"
	"strconv"
)

// BDF returns the backward differentiation formula of the given order, 1 to 7,
// and as many steps: the polynomial through the last states and the new one has
// the right slope at the new one.
//
//	1   u[n+1] = u[n] + h·f[n+1]                      backward Euler
//	2   u[n+1] = 4/3·u[n] − 1/3·u[n−1] + 2/3·h·f[n+1]
//	3   u[n+1] = 18/11·u[n] − 9/11·u[n−1] + 2/11·u[n−2] + 6/11·h·f[n+1]
//
// They are the schemes for stiff problems (Gear 1971), since all roots go to 0 far
// from the origin. The first two are A-stable; from 3 to 6 the sector of stability
// narrows, from 86° to 18°: see [Multistep.StabilityAngle]. Order 7 is there to
// show why there are six: it is not zero-stable and converges for no problem.
//
// The first steps are taken by [Extrapolation], which is implicit too, so that
// [Solve] delivers the order and survives a stiff start. Any other order gives a
// scheme that does not pass Check.
func BDF(order int) *Multistep {
	const largest = 7
	if order < 1 || order > largest {
		return unknown("BDF", order, 1, largest)
	}
	weights := slopeAtOne(nodes(1, order+1))
	s := &Multistep{
		Label: "BDF " + strconv.Itoa(order),
		Alpha: make([]float64, order),
		Beta:  make([]float64, order),
	}
	if order > 1 {
		s.Start = Extrapolation(order - 1)
	}
	unit := new(big.Rat).Inv(weights[0])
	s.BetaNew, _ = unit.Float64()
	for j := range s.Alpha {
		alpha := new(big.Rat).Mul(unit, weights[j+1])
		s.Alpha[j], _ = alpha.Neg(alpha).Float64()
	}
	return s
}
