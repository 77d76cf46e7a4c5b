// Package compute holds the loops that training spends its time in:
// convolution, batch normalization and the few operations between them, in
// portable Go.
package compute
