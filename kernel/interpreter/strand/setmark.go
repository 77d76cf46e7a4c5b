//go:build !race

package strand

import "strconv"

// MarkText returns what lowered code says to write down a number, where pkg is
// what it calls this package, and at the variable of [Marks.Use].
func MarkText(pkg, at string, number int) string { return at + " = " + strconv.Itoa(number) }
