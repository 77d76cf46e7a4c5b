//go:build !race

package strand

import (
	"strconv"
	"strings"
)

// MarkText returns what lowered code says to write down a number, where pkg is
// what it calls this package, and at the variable of [Marks.Use].
func MarkText(pkg, at string, number int) string { return at + " = " + strconv.Itoa(number) }

// IsMark reports whether a line of lowered code is one that MarkText wrote.
func IsMark(_, at, line string) bool { return strings.HasPrefix(line, at+" = ") }

// MayNote tells whether lowered code may write operands to variables that all
// goroutines share.
const MayNote = true
