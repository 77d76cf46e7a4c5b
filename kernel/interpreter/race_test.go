//go:build race

package interpreter

// raceDetector tells that the tests run under it. yaegi replaces the slice of
// all global variables when a cell adds one, without telling the goroutines of
// earlier cells that read it: a race by the book, which finds them either the
// old slice or the new, with the same variables. Tests that leave goroutines
// behind are left out there.
const raceDetector = true
