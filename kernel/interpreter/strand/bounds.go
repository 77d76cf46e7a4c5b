package strand

import (
	"runtime"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/postmortem"
)

// What is panicked with where nothing is known of the numbers.
const (
	indexFault = fault("index out of range")
	sliceFault = fault("slice bounds out of range")
)

// boundsError returns the run-time error of the index or slice expression that
// failed in the panic which unwinds the stack of this goroutine; nil if that
// cannot be found out.
func (m *Marks) boundsError() any {
	b, ok := postmortem.Examine(m.Now())
	if !ok {
		return nil
	}
	return panicOf(func(int) {
		switch {
		case b.Index:
			IndexError(b.I, b.Len)
		case b.Max >= 0:
			Slice3Error(b.Lo, b.Hi, b.Max, b.Cap)
		case b.Whole:
			StringError(b.Lo, b.Hi, b.Len)
		default:
			SliceError(b.Lo, b.Hi, b.Cap)
		}
	})
}

// boundsFailed reports whether the function of interpreted code that ends now
// is the one in which an index or slice expression failed. It is called by what
// yaegi calls when a panic leaves a function.
func boundsFailed() bool {
	var pcs [8]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if f.Function == "runtime.gopanic" {
			f, _ = frames.Next()
			return strings.HasPrefix(f.Function, "reflect.Value.")
		}
	}
	return false
}

// told adds the numbers to what was recovered, if they are known.
func (s Steps) told(v any) any {
	if s.Bounds != nil && (v == indexFault || v == sliceFault) {
		return s.Bounds
	}
	return v
}
