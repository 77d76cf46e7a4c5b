package worker

import (
	"io"
	"sync"
	"time"
)

const (
	// window is how much output may be on its way: whoever prints more waits.
	window = 1 << 20
	// piece is the most text that goes into one frame.
	piece = 64 << 10
	// rush is how soon after other text some is left to the goroutine that
	// writes. Text that comes alone is written by whoever prints it: if the
	// process dies of what comes next, it has been said.
	rush = 100 * time.Microsecond
	// brief is how much is surely written without waiting for the other side.
	brief = 4 << 10
)

// outbox holds the frames that wait to be written, in order. One goroutine
// writes as much as there is each time; text that is printed meanwhile becomes
// one frame.
type outbox struct {
	mu      sync.Mutex
	change  sync.Cond // there is something to write, nobody writes any more, or the outbox is closed
	room    sync.Cond // output may go on its way, or the outbox is closed
	w       io.Writer // nil before it is known
	writing bool      // somebody has taken what was in buf and writes it
	printed time.Time // when text was last put in
	buf     []byte
	spare   []byte // for buf, when it is written
	text    int    // where the last frame of buf starts, if it is text; otherwise -1
	flying  int    // bytes of output that the other side has not acknowledged
	closed  bool
}

func newOutbox() *outbox {
	o := &outbox{text: -1}
	o.change.L, o.room.L = &o.mu, &o.mu
	return o
}

// send puts a frame into the outbox. It never waits.
func (o *outbox) send(k kind, id uint64, body []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.put(k, id, body)
	o.change.Signal()
}

// now sends a frame for which somebody waits: it is written here, unless that
// may take long, to save the time it takes to wake the goroutine that writes.
func (o *outbox) now(k kind, id uint64, body []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.put(k, id, body)
	if len(o.buf) > brief {
		o.change.Signal()
		return
	}
	o.flush()
}

// output puts a frame into the outbox once there is room for it.
func (o *outbox) output(k kind, id uint64, body []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.wait(len(body))
	o.put(k, id, body)
	o.change.Signal()
}

// print puts text into the outbox, a piece at a time, as there is room for it.
func (o *outbox) print(k kind, id uint64, p []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(p) > 0 && !o.closed {
		part := p[:min(len(p), piece)]
		p = p[len(part):]
		o.wait(len(part))
		o.printPiece(k, id, part)
	}
	now := time.Now()
	if now.Sub(o.printed) > rush {
		o.flush()
	} else {
		o.change.Signal()
	}
	o.printed = now
}

func (o *outbox) printPiece(k kind, id uint64, p []byte) {
	if o.text >= 0 {
		last := o.buf[o.text:]
		if len(last)+len(p) <= headerSize+piece && sameHead(last, k, id) {
			extend(last, len(p))
			o.buf = append(o.buf, p...)
			return
		}
	}
	start := len(o.buf)
	o.put(k, id, p)
	if !o.closed {
		o.text = start
	}
}

// wait waits until there is room for output of n bytes.
func (o *outbox) wait(n int) {
	for o.flying >= window && !o.closed {
		o.change.Signal()
		o.room.Wait()
	}
	o.flying += n
}

// put adds a frame. Whoever calls it flushes, or wakes the goroutine that writes.
func (o *outbox) put(k kind, id uint64, body []byte) {
	if o.closed {
		return
	}
	o.buf = append(appendHeader(o.buf, k, id, len(body)), body...)
	o.text = -1
}

// acknowledge makes room: the other side has dealt with n bytes of output.
func (o *outbox) acknowledge(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flying -= n
	o.room.Broadcast()
}

// write writes to w until the outbox is closed and empty, or w fails.
func (o *outbox) write(w io.Writer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.w = w; ; {
		for (len(o.buf) == 0 || o.writing) && !(o.closed && !o.writing) {
			o.change.Wait()
		}
		if len(o.buf) == 0 {
			return
		}
		o.flush()
	}
}

// flush writes what there is, unless somebody does already. o.mu is held, but
// not while it writes.
func (o *outbox) flush() {
	if o.writing || o.w == nil || len(o.buf) == 0 {
		return
	}
	buf := o.buf
	o.buf, o.spare, o.text, o.writing = o.spare, nil, -1, true
	o.mu.Unlock()
	_, err := o.w.Write(buf)
	o.mu.Lock()
	o.writing = false
	if cap(buf) <= 2*window { // as large as output alone can make it
		o.spare = buf[:0]
	}
	if err != nil {
		o.shut()
	}
	if o.closed || len(o.buf) > 0 {
		o.change.Broadcast()
	}
}

// close ends the outbox: what is in it is still written, nothing is added.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.change.Broadcast()
	o.room.Broadcast()
}

// fail ends the outbox, which nobody reads any more.
func (o *outbox) fail() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.shut()
}

// shut ends the outbox and drops what is in it. o.mu is held.
func (o *outbox) shut() {
	o.buf, o.closed = nil, true
	o.change.Broadcast()
	o.room.Broadcast()
}
