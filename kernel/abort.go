package kernel

import (
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// transit is how long a request may take from a frontend to the kernel. One
// that comes later after a failure than that was sent by somebody who knew.
const transit = 100 * time.Millisecond

// failedCell is a cell that failed, at the moment of its reply.
type failedCell struct {
	header   protocol.Header
	came     time.Time
	failed   time.Time
	arrivals int64 // of requests in the shell until then
}

// abort keeps the cells of the same shell from running that were sent before
// now: whoever sent them could not know that this one failed.
func (r *request) abort() {
	r.shell.failed.Store(&failedCell{r.Header, r.came, time.Now(), r.shell.arrivals.Load()})
}

// aborted reports whether a cell of the same shell failed after the request was
// sent.
func (r *request) aborted() bool {
	f := r.shell.failed.Load()
	return f != nil && (r.arrival <= f.arrivals || f.overtook(r))
}

// overtook reports whether a request that arrived after the failure was sent
// before it. A cell may fail in less time than the next one takes to arrive.
//
// The dates in the headers are of the frontend's clock, which need not be ours.
// But the failed cell was sent before it arrived: by the frontend's clock, its
// failure came at least as long after its date as it came, by ours, after its
// arrival.
func (f *failedCell) overtook(r *request) bool {
	if r.Header.Session != f.header.Session || r.came.Sub(f.failed) > transit {
		return false
	}
	began, err := time.Parse(time.RFC3339, f.header.Date)
	if err != nil {
		return false
	}
	sent, err := time.Parse(time.RFC3339, r.Header.Date)
	return err == nil && !sent.Before(began) && sent.Before(began.Add(f.failed.Sub(f.came)))
}
