//go:build !race

package strand

import "strconv"

// MarkText returns what lowered code says to write down a number, where pkg is
// what it calls this package.
func MarkText(pkg string, number int) string {
	return "*" + pkg + ".At = " + strconv.Itoa(number) + "; "
}
