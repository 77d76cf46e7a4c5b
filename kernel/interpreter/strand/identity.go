package strand

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"runtime/pprof"
	"strconv"
	"sync"
	"unsafe"
)

// labels returns the profiler labels of this goroutine: see "Why labels tell
// who runs" in the package comment. It is one of the functions that the
// runtime keeps open to packages outside of it.
//
//go:linkname labels runtime/pprof.runtime_getProfLabel
func labels() unsafe.Pointer

// labelKey is what a profile of the process calls the goroutines of cells.
const labelKey = "unravel"

// registry knows groups by the labels that their goroutines carry.
type registry struct {
	tag    string   // value of the label: which set a goroutine belongs to
	groups sync.Map // address of labels (uintptr) to *Group
}

func newRegistry(s *Set) *registry { return &registry{tag: fmt.Sprintf("%p", s)} }

// enter makes this goroutine, and every one that it or compiled code on it
// will start, a part of a group.
func (r *registry) enter(g *Group) {
	pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels(labelKey, r.tag)))
	at := labels()
	r.groups.Store(uintptr(at), g)
	// The address may belong to others once no goroutine carries the labels.
	runtime.AddCleanup((*byte)(at), func(key uintptr) { r.groups.CompareAndDelete(key, g) }, uintptr(at))
}

// current returns the group of this goroutine, or nil if it has none.
func (r *registry) current() *Group {
	if g, ok := r.groups.Load(uintptr(labels())); ok {
		return g.(*Group)
	}
	return nil
}

// leaveAll makes this goroutine a part of no group.
func leaveAll() { pprof.SetGoroutineLabels(context.Background()) }

// census counts the goroutines of the process that belong to the groups of the
// set, whoever started them. It stops the world for as long as that takes.
func (r *registry) census() (n int) {
	var text bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&text, 1); err != nil {
		return -1
	}
	wanted := fmt.Sprintf("%q:%q", labelKey, r.tag)
	count := 0
	for line := range bytes.Lines(text.Bytes()) {
		if number, _, ok := bytes.Cut(line, []byte(" @")); ok {
			count, _ = strconv.Atoi(string(number))
		}
		if bytes.HasPrefix(line, []byte("# labels: ")) && bytes.Contains(line, []byte(wanted)) {
			n += count
		}
	}
	return n
}

// goroutineID returns the number of this goroutine, parsed from a stack trace,
// which takes microseconds on a flat stack and hundreds of them on a deep one.
func goroutineID() int64 {
	var buf [64]byte
	text := bytes.TrimPrefix(buf[:runtime.Stack(buf[:], false)], []byte("goroutine "))
	digits, _, _ := bytes.Cut(text, []byte(" "))
	id, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		panic("strand: the runtime numbers its goroutines differently: " + string(text))
	}
	return id
}
