package compute

import (
	"hash/maphash"
	"runtime"
	"testing"
	"unsafe"

	"github.com/unravel-go/unravel/lib/internal/fence"
	"github.com/unravel-go/unravel/lib/internal/simd"
)

// threadCounts go beyond the processors of most machines, and beyond the parts of
// most operations in these tests.
var threadCounts = []int{1, 2, 3, 4, 7, 16}

// largeShape is one that every operation shares among threads.
var largeShape = Shape{53, 16, 16, 12}

// TestAroundThreads checks that every number of threads leaves the same bits, with
// every instruction set.
func TestAroundThreads(t *testing.T) {
	for _, isa := range simd.Available() {
		if isa == simd.Generic && testing.Short() {
			continue // slow under the race detector, which has seen the same Pool above
		}
		mustNotDependOnThreads(t, isa)
	}
}

// TestAroundOneProcessor does the same where Go runs one goroutine at a time, and
// helpers come late or never.
func TestAroundOneProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	mustNotDependOnThreads(t, simd.Best())
}

func mustNotDependOnThreads(t *testing.T, isa simd.ISA) {
	t.Helper()
	seed, want := maphash.MakeSeed(), make(map[string]uint64)
	for _, threads := range threadCounts {
		p := NewPool(threads, isa)
		for _, op := range aroundOps(ground{t, p, largeShape, fence.Open{}}) {
			before := p.run.Load()
			op.run()
			if shared := p.run.Load() > before; shared == op.alone && threads > 1 {
				t.Errorf("%s: got work shared among threads: %t, want %t", op.name, shared, !op.alone)
			}
			got := fingerprint(seed, op)
			if threads == 1 {
				want[op.name] = got
			} else if got != want[op.name] {
				t.Errorf("%s, %s: %d threads leave other bits than one", isa, op.name, threads)
			}
		}
	}
}

// fingerprint is a hash of the bits of all that an operation leaves.
func fingerprint(seed maphash.Seed, op around) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, x := range op.leaves {
		h.Write(bytesOf(x))
	}
	h.Write(bytesOf(op.numbers))
	return h.Sum64()
}

// bytesOf is the memory of some values.
func bytesOf[T Float](x []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(T(0))))
}

// TestAroundAllocatesNothing checks the steady state. It takes some runs to reach:
// memory for a second thread is made when there is first one at the same time.
func TestAroundAllocatesNothing(t *testing.T) {
	for _, op := range aroundOps(ground{t, newPool(2), Shape{37, 16, 12, 8}, fence.Open{}}) {
		if allocs := testing.AllocsPerRun(30, op.run); allocs >= 1 {
			t.Errorf("%s: got %v allocations, want none", op.name, allocs)
		}
	}
}
