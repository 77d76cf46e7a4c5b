//go:build race

package conformance

import (
	"regexp"
	"time"
)

// The race detector makes the interpreter about ten times slower: some of the
// programs tell as much about races as all of them.
const (
	slowness time.Duration = 6
	stride                 = 12
)

// told leaves the numbers out of what a run-time error tells: operands are not
// noted where the detector watches, see package strand.
func told(text string) string { return numbers.ReplaceAllString(text, "out of range") }

var numbers = regexp.MustCompile(`out of range \[[^\]]*\]( with (length|capacity) -?\d+)?`)
