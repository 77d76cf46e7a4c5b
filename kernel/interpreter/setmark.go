//go:build !race

package interpreter

// What lowered code says to write down a number.
const (
	markOpen = "*" + rt + ".At = "
	markEnd  = "; "
)
