//go:build race

package worker

// raceDetector tells that the tests run under it. It tells of a race before the
// runtime gives up because of it, and needs address space of its own.
const raceDetector = true
