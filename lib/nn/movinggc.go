package nn

// Gorgonia's tensors ask this module, at start, whether the garbage collector
// moves memory. The version that they name knows no Go later than 1.18 and
// panics; importing it here makes the newer one in go.mod, which asks the
// runtime itself, a requirement of everyone who imports this package.
import _ "go4.org/unsafe/assume-no-moving-gc"
