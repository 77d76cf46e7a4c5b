package zmq

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
	"time"
)

const (
	greetingLen = 64 // bytes that open a ZMTP connection, before any frame

	flagMore    = 1
	flagLong    = 2
	flagCommand = 4

	// patience is how long a write waits for a peer that takes nothing.
	patience = 10 * time.Second
	// chunk is what a write hands over at a time: a slow peer that takes one
	// within patience stays.
	chunk = 1 << 20
)

// peer is a connection as zmq4 sees it. It reads through, follows the frames
// that zmq4 writes, and passes on whole messages.
//
// zmq4 writes from one goroutine at a time and reads from another; they share
// what the mutex guards.
type peer struct {
	net.Conn
	role *role

	// Of the writing side.
	greeting int         // bytes of greeting still to come
	head     []byte      // of the frame header that comes
	left     int         // bytes of the frame body still to come
	frames   int         // in this message so far
	message  net.Buffers // this message so far

	subscription subscription // of the reading side

	mu      sync.Mutex
	waiting bool          // nothing but the hand-shake goes out before a greeting
	held    []net.Buffers // messages that wait for it
}

// newPeer wraps a connection that was accepted.
func newPeer(c net.Conn, r *role) *peer {
	return &peer{Conn: c, role: r, greeting: greetingLen, waiting: r.greet != nil}
}

// Read reads what the peer sends. When zmq4 comes back for more, it has dealt
// with what it read before: a subscription seen then is in force now.
func (p *peer) Read(b []byte) (int, error) {
	if p.role.mark != nil && p.subscription.complete() {
		p.welcome(p.subscription.take())
	}
	n, err := p.Conn.Read(b)
	if p.role.mark != nil {
		p.subscription.see(b[:n])
	}
	return n, err
}

// Write takes bytes from zmq4 and passes them on when a message is complete.
func (p *peer) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n, end := p.take(rest)
		p.message = append(p.message, rest[:n])
		rest = rest[n:]
		if end {
			if err := p.pass(); err != nil {
				return 0, err
			}
		}
	}
	return len(b), nil
}

// take returns how many bytes belong to the piece that is being written, and
// whether a message (or the greeting, or a command) ends with them.
func (p *peer) take(b []byte) (n int, end bool) {
	if p.greeting > 0 {
		n = min(p.greeting, len(b))
		p.greeting -= n
		return n, p.greeting == 0
	}
	if p.left > 0 {
		n = min(p.left, len(b))
		p.left -= n
		return n, p.left == 0 && p.head[0]&flagMore == 0
	}
	if len(p.head) == headerLen(p.head) { // the last frame is over
		p.head = nil
		p.frames++
	}
	for n < len(b) && len(p.head) < headerLen(p.head) {
		p.head = append(p.head, b[n])
		n++
	}
	if len(p.head) == headerLen(p.head) {
		p.left = bodyLen(p.head)
	}
	return n, len(p.head) == headerLen(p.head) && p.left == 0 && p.head[0]&flagMore == 0
}

// headerLen returns the length of a frame header from what there is of it.
func headerLen(head []byte) int {
	if len(head) > 0 && head[0]&flagLong != 0 {
		return 9
	}
	return 2
}

func bodyLen(head []byte) int {
	if head[0]&flagLong != 0 {
		return int(binary.BigEndian.Uint64(head[1:]))
	}
	return int(head[1])
}

// pass hands the message to the network, or drops it if it is a mark.
func (p *peer) pass() error {
	m := p.message
	p.message = nil
	single := p.frames == 0
	p.frames = 0
	handShake := len(p.head) == 0 || p.head[0]&flagCommand != 0
	p.head = nil
	if !handShake && single && p.role.mark != nil && p.role.mark.is(m) {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting && !handShake {
		p.held = append(p.held, m)
		return nil
	}
	return p.write(m)
}

// welcome greets a subscriber and lets out what waited for the greeting.
func (p *peer) welcome(topic string, on bool) {
	if !on || p.role.greet == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if frames, err := p.role.greet(topic); err == nil {
		_ = p.write(encode(frames)) // a peer that is gone shows in its next read
	}
	for _, m := range p.held {
		_ = p.write(m)
	}
	p.waiting, p.held = false, nil
}

// write writes a message, wanting the mutex held. A peer that takes nothing for
// long is closed, with an error that makes zmq4 forget it.
func (p *peer) write(m net.Buffers) error {
	for len(m) > 0 {
		part := m[:0:0]
		size := 0
		for len(m) > 0 && size < chunk {
			b := m[0]
			if size+len(b) > chunk {
				b = b[:chunk-size]
				m[0] = m[0][len(b):]
			} else {
				m = m[1:]
			}
			part = append(part, b)
			size += len(b)
		}
		if err := p.SetWriteDeadline(time.Now().Add(patience)); err != nil {
			return err
		}
		if _, err := part.WriteTo(p.Conn); err != nil {
			_ = p.Conn.Close()
			return io.EOF
		}
	}
	return nil
}

// encode writes frames the way ZMTP does.
func encode(frames [][]byte) net.Buffers {
	var m net.Buffers
	for i, f := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = flagMore
		}
		if len(f) > 255 {
			head := binary.BigEndian.AppendUint64([]byte{flags | flagLong}, uint64(len(f)))
			m = append(m, head, f)
		} else {
			m = append(m, []byte{flags, byte(len(f))}, f)
		}
	}
	return m
}
