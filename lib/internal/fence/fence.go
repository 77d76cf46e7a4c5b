// Package fence places the buffers of a test where leaving them is noticed. Assembly is
// not checked by the compiler, by the race detector or by checkptr; a fence is.
//
//	for name, yard := range fence.Yards() {
//		t.Run(name, func(t *testing.T) {
//			defer yard.Clear(t)
//			x := yard.Place(values)
//			…
//		})
//	}
//
// # Why two kinds
//
// A page that cannot be touched stops a write and a read alike, at the very instruction,
// but a buffer ends on one page only, so one yard has it at the end and another at the
// start. Canaries, which every system has, show a write on either side when the yard is
// cleared; what is read from them is NaN and spoils a result.
package fence

import "math"

// TB is what a yard needs of a test: [testing.TB] and rapid's have it.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// A Yard is where buffers lie in a test.
type Yard interface {
	// Place returns a copy of some values between fences.
	Place(values []float32) []float32
	// Clear fails the test if a fence was damaged, and takes all buffers away.
	Clear(t TB)
}

// Open is a yard without fences.
type Open struct{}

// Place returns the values themselves.
func (Open) Place(values []float32) []float32 { return values }

// Clear does nothing.
func (Open) Clear(TB) {}

// canaries is a yard whose fences are a NaN that nobody computes.
type canaries struct{ fields [][]float32 }

const width = 256 // values on each side: more than a vector, or a pixel of a few channels

func canary() float32 { return math.Float32frombits(0x7fa0ca9a) }

// Place implements [Yard].
func (c *canaries) Place(values []float32) []float32 {
	field := make([]float32, len(values)+2*width)
	for i := range field {
		field[i] = canary()
	}
	c.fields = append(c.fields, field)
	inside := field[width : width+len(values) : width+len(values)]
	copy(inside, values)
	return inside
}

// Clear implements [Yard].
func (c *canaries) Clear(t TB) {
	t.Helper()
	for _, field := range c.fields {
		for i := range width {
			for _, at := range []int{i, len(field) - 1 - i} {
				if got, want := math.Float32bits(field[at]), math.Float32bits(canary()); got != want {
					t.Errorf("value %d of a buffer of %d became %x", at-width, len(field)-2*width, got)
				}
			}
		}
	}
	c.fields = nil
}
