package simd

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// A yard is where buffers lie in a test, fenced so that a kernel that leaves one
// is noticed.
type yard interface {
	// place returns a copy of some values between fences.
	place(values []float32) []float32
	// clear fails if a fence was damaged and takes all buffers away.
	clear(t rapid.TB)
}

// eachSet runs a test for every instruction set in every yard.
func eachSet(t *testing.T, test func(t *rapid.T, k *Kernels[float32], y yard)) {
	for _, isa := range Available() {
		for name, y := range yards() {
			t.Run("isa="+string(isa)+"/"+name, func(t *testing.T) {
				k := Of[float32](isa)
				rapid.Check(t, func(t *rapid.T) {
					defer y.clear(t)
					test(t, k, y)
				})
			})
		}
	}
}

// canaries is a yard whose fences are a NaN that nobody computes: a write changes
// it, and what is read spoils the result.
type canaries struct{ fields [][]float32 }

const fence = 64 // values on each side

func canary() float32 { return math.Float32frombits(0x7fa0ca9a) }

func (c *canaries) place(values []float32) []float32 {
	field := make([]float32, len(values)+2*fence)
	for i := range field {
		field[i] = canary()
	}
	c.fields = append(c.fields, field)
	inside := field[fence : fence+len(values) : fence+len(values)]
	copy(inside, values)
	return inside
}

func (c *canaries) clear(t rapid.TB) {
	t.Helper()
	for _, field := range c.fields {
		for i := range fence {
			for _, at := range []int{i, len(field) - 1 - i} {
				if got, want := math.Float32bits(field[at]), math.Float32bits(canary()); got != want {
					t.Errorf("value %d of a buffer of %d became %x", at-fence, len(field)-2*fence, got)
				}
			}
		}
	}
	c.fields = nil
}

// panicOf calls f and returns what it panics with, if it does.
func panicOf(f func()) (message string) {
	defer func() {
		if r := recover(); r != nil {
			message = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}
