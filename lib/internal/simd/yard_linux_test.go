package simd

import (
	"os"
	"runtime/debug"
	"syscall"
	"unsafe"

	"pgregory.net/rapid"
)

func yards() map[string]yard {
	return map[string]yard{
		"canaries":         &canaries{},
		"flush with end":   &guarded{end: true},
		"flush with start": &guarded{},
	}
}

// guarded is a yard whose buffers end, or begin, where a page begins that cannot
// be touched: it notices reading, too.
type guarded struct {
	end   bool
	pages [][]byte
}

func (g *guarded) place(values []float32) []float32 {
	debug.SetPanicOnFault(true) // a failure of the test, not its end
	page, size := os.Getpagesize(), 4*len(values)
	inside := (size + page - 1) / page * page
	all, err := syscall.Mmap(-1, 0, inside+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	g.pages = append(g.pages, all)
	for _, fence := range [][]byte{all[:page], all[page+inside:]} {
		if err := syscall.Mprotect(fence, syscall.PROT_NONE); err != nil {
			panic(err)
		}
	}
	first := page
	if g.end {
		first += inside - size
	}
	buffer := unsafe.Slice((*float32)(unsafe.Pointer(&all[first])), len(values))
	copy(buffer, values)
	return buffer
}

func (g *guarded) clear(t rapid.TB) {
	t.Helper()
	for _, p := range g.pages {
		if err := syscall.Munmap(p); err != nil {
			t.Error(err)
		}
	}
	g.pages = nil
}
