//go:build race

package conformance

import "time"

// The race detector makes the interpreter about ten times slower: some of the
// programs tell as much about races as all of them.
const (
	slowness time.Duration = 6
	stride                 = 12
)
