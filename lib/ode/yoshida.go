package ode

import "math"

// Yoshida4 composes three steps of [StormerVerlet], the middle one backwards in
// time, so that their errors of order 2 cancel (Yoshida 1990):
//
//	w, 1−2w, w   with   w = 1/(2 − ∛2) ≈ 1.351
//
// The condition is 2w³ + (1−2w)³ = 0. It has order 4. No splitting of an order
// above 2 gets by without a step backwards (Sheng 1989), so these are not for
// equations that cannot be solved backwards, such as diffusion.
func Yoshida4() *Splitting {
	w := 1 / (2 - math.Cbrt(2))
	return StormerVerlet().Compose("Yoshida 4", w, 1-2*w, w)
}
