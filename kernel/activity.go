package kernel

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// activity tells every frontend whether the kernel works: busy and idle around
// every request.
//
// Whoever waits for a request looks for the idle that has it as parent. The
// light in a frontend's tool bar does not: any idle turns it off. So an idle
// that comes while a cell runs is followed by that cell's busy once more. It
// has the date of the first, because frontends note from it when the cell
// began.
type activity struct {
	pub *publisher

	mu    sync.Mutex
	cell  *request // that runs; nil if none does
	since string   // date of its busy
}

// busy says that the kernel works on a request.
func (a *activity) busy(r *request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	date := protocol.Date(time.Now())
	if r.isCell() {
		a.cell, a.since = r, date
	}
	a.say(r.RawHeader, "busy", date)
}

// idle says that the kernel is done with a request.
func (a *activity) idle(r *request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cell == r {
		a.cell = nil
	}
	a.say(r.RawHeader, "idle", "")
	if a.cell != nil {
		a.say(a.cell.RawHeader, "busy", a.since)
	}
}

// say wants the mutex held: the queue's order must be that of the calls.
func (a *activity) say(parent json.RawMessage, state, date string) {
	a.pub.put(broadcast{
		parent: parent, msgType: "status", date: date, content: protocol.Status{ExecutionState: state},
	})
}
