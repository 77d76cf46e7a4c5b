package ode

// MilneSimpson returns Milne's implicit scheme, which applies Simpson's rule to
// two steps at once:
//
//	u[n+1] = u[n−1] + h/3·(f[n+1] + 4·f[n] + f[n−1])
//
// Order 4 from two steps is the most that a zero-stable scheme can have (Dahlquist
// 1956). The price is the root −1 of ρ, as with leapfrog: stable for no decaying
// solution, and for waves up to hω = √3.
//
// The first step is taken by RK4, so that [Solve] delivers the order.
func MilneSimpson() *Multistep {
	weights := quadrature(nodes(1, 3), -1)
	return &Multistep{
		Label:   "Milne–Simpson",
		Alpha:   []float64{0, 1},
		Beta:    weights[1:],
		BetaNew: weights[0],
		Start:   RK4,
	}
}
