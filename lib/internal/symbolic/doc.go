// Package symbolic computes exactly with fractions, with polynomials in one
// parameter, with quotients of them, and with power series that have such
// quotients as coefficients. It is what the modified equation of a scheme is made
// of: for LM(k) its coefficients are polynomials in k, and no number but k itself
// may be rounded.
//
// # Why so small
//
// One parameter is enough, and degrees stay below twenty. So polynomials are plain
// slices, and quotients are brought to lowest terms by Euclid's algorithm after
// every operation, which makes equality a comparison of coefficients.
//
// All values are immutable: operations return new ones.
package symbolic
