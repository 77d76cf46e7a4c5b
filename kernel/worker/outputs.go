package worker

import (
	"sync"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// kept bounds how many outputs wait for something to be said on them. It takes
// goroutines of that many cells to get there.
const kept = 10_000

// outputs are the outputs that somebody in the worker may still say something
// on, by their ids.
type outputs struct {
	mu   sync.Mutex
	byID map[uint64]interpreter.Output
	next uint64
	last interpreter.Output // of the cell that runs or ran last
}

func newOutputs() *outputs { return &outputs{byID: map[uint64]interpreter.Output{}} }

// add keeps an output and returns its id. The oldest gives way if there are
// too many.
func (o *outputs) add(out interpreter.Output) uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.next++
	o.byID[o.next] = out
	if len(o.byID) > kept {
		o.dropOldest()
	}
	return o.next
}

func (o *outputs) dropOldest() {
	oldest := o.next
	for id := range o.byID {
		oldest = min(oldest, id)
	}
	delete(o.byID, oldest)
}

// get returns an output; one that was given up is that of the last cell.
func (o *outputs) get(id uint64) interpreter.Output {
	o.mu.Lock()
	defer o.mu.Unlock()
	if out, ok := o.byID[id]; ok {
		return out
	}
	return o.last
}

func (o *outputs) remove(id uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.byID, id)
}

// current returns the output of the cell that runs or ran last; nil before the
// first.
func (o *outputs) current() interpreter.Output {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.last
}

func (o *outputs) setCurrent(out interpreter.Output) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last = out
}
