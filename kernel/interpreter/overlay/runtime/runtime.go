// Package runtime stands for the generic function of the standard library's
// package runtime.
package runtime

import (
	"runtime"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// AddCleanup has cleanup(arg) called when nothing points any more to what ptr
// points to.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) runtime.Cleanup {
	return native.AddCleanup(ptr, arg, func() { cleanup(arg) })
}
