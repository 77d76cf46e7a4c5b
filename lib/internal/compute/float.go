package compute

import "fmt"

// Float is the element type of every kernel. Training runs in float32;
// gradient checks run the very same loops in float64.
type Float interface{ float32 | float64 }

// mustHold panics unless a buffer has the length its shape asks for.
func mustHold[T any](operation, name string, buffer []T, want int) {
	if len(buffer) != want {
		panic(fmt.Sprintf("compute: %s: %s holds %d values, want %d", operation, name, len(buffer), want))
	}
}

// mustHoldOrBeNil is [mustHold] for a buffer that may be left out.
func mustHoldOrBeNil[T any](operation, name string, buffer []T, want int) {
	if buffer != nil {
		mustHold(operation, name, buffer, want)
	}
}
