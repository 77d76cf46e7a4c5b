package nn

// Gorgonia's tensors ask this module, at start, whether the garbage collector
// moves memory. The version that they name has a list of the Go releases that it
// knows and panics on a later one. Importing it here makes the newer version in
// go.mod, which asks the runtime itself, a requirement of everyone who imports
// this package.
import _ "go4.org/unsafe/assume-no-moving-gc"
