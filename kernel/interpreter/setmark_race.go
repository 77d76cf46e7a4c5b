//go:build race

package interpreter

// What lowered code says to write down a number. Goroutines write it without
// any lock, which the race detector sees in interpreted code, and not behind
// this call.
const (
	markOpen = rt + ".Mark("
	markEnd  = "); "
)
