package fence

import (
	"fmt"
	"testing"
	"unsafe"
)

// noted is a test that notes its failures.
type noted struct{ failures []string }

func (n *noted) Helper() {}

func (n *noted) Errorf(format string, args ...any) {
	n.failures = append(n.failures, fmt.Sprintf(format, args...))
}

// TestYardsNotice checks that every yard leaves its buffers alone and notices a write
// beside them: canaries on both sides, pages on the side where they are.
func TestYardsNotice(t *testing.T) {
	sides := map[string][]int{"canaries": {-1, 5}, "flush with end": {5}, "flush with start": {-1}}
	for name, yard := range Yards() {
		for _, at := range sides[name] {
			t.Run(fmt.Sprintf("%s at %d", name, at), func(t *testing.T) {
				var test noted
				placed := yard.Place([]float32{1, 2, 3, 4, 5})
				if got := fmt.Sprint(placed); got != "[1 2 3 4 5]" || cap(placed) != 5 {
					t.Errorf("got %v with room for %d, want 1 to 5 and no more", got, cap(placed))
				}
				fault := write(placed, at)
				yard.Clear(&test)
				if fault == nil && len(test.failures) != 1 {
					t.Errorf("got no fault and failures %q, want one of them", test.failures)
				}
				yard.Clear(t) // there is nothing left to fail
			})
		}
	}
}

// write writes behind the compiler's back, and returns what it panics with.
func write(x []float32, at int) (fault any) {
	defer func() { fault = recover() }()
	poke(unsafe.Add(unsafe.Pointer(unsafe.SliceData(x)), 4*at))
	return nil
}

// poke is a call, as kernels are: the compiler, which expects no fault of a store, must
// not move it in front of the defer.
//
//go:noinline
func poke(at unsafe.Pointer) { *(*float32)(at) = 7 }
