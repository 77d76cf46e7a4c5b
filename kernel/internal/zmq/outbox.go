package zmq

import (
	"net"
	"slices"
	"sync"
	"time"
)

const (
	// chunk is the size of the pieces that short frames are copied into, to be
	// written together; long ones are queued as they are.
	chunk = 32 << 10
	long  = 8 << 10
	// slice is what is written at a time, so that progress shows.
	slice = 256 << 10
	// spare is how many chunks are kept for what comes next.
	spare = 4
	// enough is what may wait for a peer that still gets a PONG: one for which
	// more waits will hear from us anyway.
	enough = 1 << 20
)

// outbox is what waits for a peer, and its writer. It takes all it is given, at
// once: whether there is too much of it is for senders to ask.
type outbox struct {
	conn    net.Conn
	session *session // of CURVE, or nil
	moved   *notice

	mu     sync.Mutex
	wake   sync.Cond   // there is something to write, or the end
	queue  net.Buffers // whole pieces
	tail   []byte      // a chunk that short frames are still copied into
	chunks [][]byte    // those in the queue
	free   [][]byte    // those to be used again
	closed bool

	holding bool       // a subscription is on its way to zmq4
	held    [][][]byte // what zmq4 has written since: greetings go first
	greets  [][][]byte

	progress
}

func newOutbox(c net.Conn, s *session, moved *notice) *outbox {
	o := &outbox{conn: c, session: s, moved: moved}
	o.wake.L = &o.mu
	return o
}

// put queues a message; false if the peer is gone. Frames are kept, the slice
// of them is not.
func (o *outbox) put(frames [][]byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.closed:
		return false
	case o.holding:
		o.held = append(o.held, slices.Clone(frames))
	default:
		o.push(frames)
	}
	return true
}

// hold keeps back messages, and sends greeting before them at their release.
func (o *outbox) hold(greeting [][]byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.holding = true
	o.greets = append(o.greets, greeting)
}

// release queues what was held back.
func (o *outbox) release() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.holding {
		return
	}
	for _, frames := range slices.Concat(o.greets, o.held) {
		o.push(frames)
	}
	o.holding, o.greets, o.held = false, nil, nil
}

// pong queues the answer to a PING, unless much is on its way anyway: whoever
// sends PINGs and reads nothing must not fill our memory.
func (o *outbox) pong(body []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.backlog() < enough && !o.closed {
		o.frame(flagCommand, body)
		o.wake.Signal()
	}
}

// push queues a message, wanting the mutex held.
func (o *outbox) push(frames [][]byte) {
	for i, f := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = flagMore
		}
		o.frame(flags, f)
	}
	o.wake.Signal()
}

func (o *outbox) frame(flags byte, body []byte) {
	if o.session != nil {
		flags, body = 0, o.session.seal(flags, body)
	}
	var head [9]byte
	o.copy(header{flags: flags, size: uint64(len(body))}.append(head[:0]))
	if len(body) < long {
		o.copy(body)
		return
	}
	o.endChunk()
	o.queue = append(o.queue, body)
	o.queued(len(body))
}

// copy queues a copy of a piece that is shorter than a chunk.
func (o *outbox) copy(b []byte) {
	if cap(o.tail)-len(o.tail) < len(b) {
		o.endChunk()
		if n := len(o.free); n > 0 {
			o.tail, o.free = o.free[n-1], o.free[:n-1]
		} else {
			o.tail = make([]byte, 0, chunk)
		}
	}
	o.tail = append(o.tail, b...)
	o.queued(len(b))
}

// endChunk puts the chunk at the end into the queue.
func (o *outbox) endChunk() {
	if len(o.tail) > 0 {
		o.queue = append(o.queue, o.tail)
		o.chunks = append(o.chunks, o.tail)
	}
	o.tail = nil
}

// run writes what is queued, all of it together, until the end or an error.
func (o *outbox) run() {
	var all net.Buffers
	var chunks [][]byte
	for o.take(&all, &chunks) {
		for rest := all; len(rest) > 0; {
			var part net.Buffers
			part, rest = split(rest, slice)
			n, err := part.WriteTo(o.conn)
			if err != nil {
				return
			}
			o.wrote(n)
		}
		o.recycle(chunks)
	}
}

// take waits for something to write and takes all of it; false at the end.
func (o *outbox) take(all *net.Buffers, chunks *[][]byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.queue) == 0 && len(o.tail) == 0 && !o.closed {
		o.wake.Wait()
	}
	o.endChunk()
	clear(*all)
	*all, o.queue = o.queue, (*all)[:0]
	*chunks, o.chunks = o.chunks, (*chunks)[:0]
	return !o.closed
}

func (o *outbox) wrote(n int64) {
	o.mu.Lock()
	o.took(int(n))
	o.mu.Unlock()
	o.moved.tell()
}

func (o *outbox) recycle(chunks [][]byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range chunks[:min(len(chunks), spare-len(o.free))] {
		o.free = append(o.free, c[:0])
	}
}

// close forgets what is queued and ends the writer.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.queue, o.tail, o.chunks, o.free, o.held, o.greets = nil, nil, nil, nil, nil, nil
	o.wake.Signal()
}

// look returns how far the writer has come.
func (o *outbox) look() progress {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.progress
}

// wait notes that others have waited for the peer, until it catches up, and
// returns how far the writer has come.
func (o *outbox) wait(d time.Duration) progress {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.backlog() > 0 {
		o.waited += d
	}
	return o.progress
}

// progress is how far a writer has come, in bytes since the beginning.
type progress struct {
	in, out uint64        // queued, and written of that
	mark    uint64        // what in was when something was written last
	last    time.Time     // when that was, or when something had to wait again
	waited  time.Duration // by others, since the peer had caught up
}

func (p *progress) queued(n int) {
	if p.in == p.out {
		p.last, p.mark = time.Now(), p.in
	}
	p.in += uint64(n)
}

func (p *progress) took(n int) {
	p.out += uint64(n)
	p.last, p.mark = time.Now(), p.in
	if p.in == p.out {
		p.waited = 0
	}
}

func (p progress) backlog() int { return int(p.in - p.out) }

// still says whether a peer for which something waits has taken nothing for
// some time.
func (p progress) still(d time.Duration) bool { return p.in > p.out && time.Since(p.last) >= d }

// split returns the first n bytes of m and the rest. It leaves the slices that
// m consists of alone: other peers are sent the same.
func split(m net.Buffers, n int) (first, rest net.Buffers) {
	for i, b := range m {
		if len(b) > n {
			first = append(m[:i:i], b[:n])
			return first, append(net.Buffers{b[n:]}, m[i+1:]...)
		}
		n -= len(b)
	}
	return m, nil
}
