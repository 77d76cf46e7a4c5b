package fence

import (
	"os"
	"runtime/debug"
	"syscall"
	"unsafe"
)

// Yards returns yards of every kind that the system has, by name.
func Yards() map[string]Yard {
	return map[string]Yard{
		"canaries":         &canaries{},
		"flush with end":   &pages{end: true},
		"flush with start": &pages{},
	}
}

// pages is a yard whose buffers end, or begin, where a page begins that cannot
// be touched.
type pages struct {
	end  bool
	maps [][]byte
}

// Place implements [Yard]. From then on, touching a fence is a panic of the goroutine
// that called it: a failure of the test, not its end.
func (p *pages) Place(values []float32) []float32 {
	debug.SetPanicOnFault(true)
	page, size := os.Getpagesize(), 4*len(values)
	inside := (size + page - 1) / page * page
	all, err := syscall.Mmap(-1, 0, inside+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	p.maps = append(p.maps, all)
	for _, side := range [][]byte{all[:page], all[page+inside:]} {
		if err := syscall.Mprotect(side, syscall.PROT_NONE); err != nil {
			panic(err)
		}
	}
	first := page
	if p.end {
		first += inside - size
	}
	buffer := unsafe.Slice((*float32)(unsafe.Pointer(&all[first])), len(values))
	copy(buffer, values)
	return buffer
}

// Clear implements [Yard].
func (p *pages) Clear(t TB) {
	t.Helper()
	for _, m := range p.maps {
		if err := syscall.Munmap(m); err != nil {
			t.Errorf("fence: %v", err)
		}
	}
	p.maps = nil
}
