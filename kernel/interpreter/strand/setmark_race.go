//go:build race

package strand

import "strconv"

// MarkText returns what lowered code says to write down a number, where pkg is
// what it calls this package. Goroutines write it without any lock, which the
// race detector sees in interpreted code, and not behind this call.
func MarkText(pkg, at string, number int) string { return pkg + ".Mark(" + strconv.Itoa(number) + ")" }
