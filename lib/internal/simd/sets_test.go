package simd

import (
	"fmt"
	"runtime"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// eachSet runs a test for every instruction set in every yard.
func eachSet(t *testing.T, test func(t *rapid.T, k *Kernels[float32], y fence.Yard)) {
	for _, isa := range Available() {
		for name, y := range fence.Yards() {
			t.Run("isa="+string(isa)+"/"+name, func(t *testing.T) {
				k := Of[float32](isa)
				rapid.Check(t, func(t *rapid.T) {
					defer y.Clear(t)
					test(t, k, y)
				})
			})
		}
	}
}

// panicOf calls f and returns what it panics with, if it does. Panics by which rapid
// ends a test go on.
func panicOf(f func()) (message string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case string, runtime.Error:
			message = fmt.Sprint(r)
		default:
			panic(r)
		}
	}()
	f()
	return ""
}
