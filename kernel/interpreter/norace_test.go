//go:build !race

package interpreter

const raceDetector = false

// told is what a run-time error tells.
func told(text string) string { return text }
