//go:build race

package interpreter

import "regexp"

// raceDetector tells that the tests run under it. yaegi replaces the slice of
// all global variables when a cell adds one, without telling the goroutines of
// earlier cells that read it: a race by the book, which finds them either the
// old slice or the new, with the same variables. Tests that leave goroutines
// behind are left out there.
const raceDetector = true

// told leaves the numbers out of what a run-time error tells: operands are not
// noted where the detector watches, see package strand.
func told(text string) string { return numbers.ReplaceAllString(text, "out of range") }

var numbers = regexp.MustCompile(`out of range \[[^\]]*\]( with (length|capacity) -?\d+)?`)
