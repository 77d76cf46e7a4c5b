//go:build race

package strand

import (
	"strconv"
	"strings"
)

// MarkText returns what lowered code says to write down a number, where pkg is
// what it calls this package. Goroutines write it without any lock, which the
// race detector sees in interpreted code, and not behind this call.
func MarkText(pkg, at string, number int) string { return pkg + ".Mark(" + strconv.Itoa(number) + ")" }

// IsMark reports whether a line of lowered code is one that MarkText wrote.
func IsMark(pkg, _, line string) bool { return strings.HasPrefix(line, pkg+".Mark(") }

// MayNote tells whether lowered code may write operands to variables that all
// goroutines share.
const MayNote = false
