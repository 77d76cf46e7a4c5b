//go:build !race

package conformance

import "time"

// slowness is how much longer programs may take than they should.
const slowness time.Duration = 1

// stride is the distance between the toolchain's programs that run.
const stride = 1

// told is what a run-time error tells.
func told(text string) string { return text }
