//go:build !race

package interpreter

const raceDetector = false
