package worker

import (
	"io"
	"sync"
)

const (
	// window is how much output may be on its way: whoever prints more waits.
	window = 1 << 20
	// piece is the most text that goes into one frame.
	piece = 64 << 10
)

// outbox holds the frames that wait to be written, in order. One goroutine
// writes as much as there is each time; text that is printed meanwhile becomes
// one frame.
type outbox struct {
	mu     sync.Mutex
	filled sync.Cond // there is something to write, or the outbox is closed
	room   sync.Cond // output may go on its way, or the outbox is closed
	buf    []byte
	text   int // where the last frame of buf starts, if it is text; otherwise -1
	flying int // bytes of output that the other side has not acknowledged
	closed bool
}

func newOutbox() *outbox {
	o := &outbox{text: -1}
	o.filled.L, o.room.L = &o.mu, &o.mu
	return o
}

// send puts a frame into the outbox. It never waits.
func (o *outbox) send(k kind, id uint64, body []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.put(k, id, body)
}

// output puts a frame into the outbox once there is room for it.
func (o *outbox) output(k kind, id uint64, body []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.wait(len(body))
	o.put(k, id, body)
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
		o.room.Wait()
	}
	o.flying += n
}

func (o *outbox) put(k kind, id uint64, body []byte) {
	if o.closed {
		return
	}
	o.buf = append(appendHeader(o.buf, k, id, len(body)), body...)
	o.text = -1
	o.filled.Signal()
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
	var spare []byte
	for {
		buf, ok := o.take(spare)
		if !ok {
			return
		}
		if _, err := w.Write(buf); err != nil {
			o.fail()
			return
		}
		if spare = buf[:0]; cap(spare) > window {
			spare = nil
		}
	}
}

// take waits for something to write, and leaves an empty buffer in its place.
func (o *outbox) take(empty []byte) (buf []byte, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.buf) == 0 && !o.closed {
		o.filled.Wait()
	}
	buf, o.buf, o.text = o.buf, empty, -1
	return buf, len(buf) > 0
}

// close ends the outbox: what is in it is still written, nothing is added.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.filled.Broadcast()
	o.room.Broadcast()
}

// fail ends the outbox, which nobody reads any more.
func (o *outbox) fail() {
	o.mu.Lock()
	o.buf = nil
	o.mu.Unlock()
	o.close()
}
