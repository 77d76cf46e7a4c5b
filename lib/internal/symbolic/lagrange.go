package symbolic

import "math/big"

// Lagrange returns, for each of the nodes, which must differ, the polynomial that
// is 1 there and 0 at the others:
//
//	ℓ[j](x) = Π (x − x[i]) / (x[j] − x[i]),  i ≠ j
//
// The polynomial with the values y at the nodes is Σ y[j]·ℓ[j].
func Lagrange(nodes []int64) []Polynomial {
	basis := make([]Polynomial, len(nodes))
	for j, xj := range nodes {
		basis[j] = Integers(1)
		for i, xi := range nodes {
			if i != j {
				basis[j] = basis[j].Mul(Integers(-xi, 1)).Scale(big.NewRat(1, xj-xi))
			}
		}
	}
	return basis
}
