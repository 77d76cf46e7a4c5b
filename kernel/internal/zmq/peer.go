package zmq

import (
	"io"
	"net"
	"sync"
	"time"
)

const (
	// patience is how long a write waits for a peer that takes nothing.
	// Everybody else waits as long, so it is short; libzmq comes back by itself.
	patience = 2 * time.Second
	// chunk is what a write hands over at a time: a slow peer that takes one
	// within patience stays.
	chunk = 128 << 10
)

// peer is a connection as zmq4 sees it. It reads through, follows the frames
// that zmq4 writes, and passes on whole messages.
//
// zmq4 writes from one goroutine at a time and reads from another; what they
// share is guarded by the mutex.
type peer struct {
	net.Conn
	role     *role
	framer   framer  // of the writing side
	inbound  inbound // of the reading side
	patience time.Duration

	mu      sync.Mutex
	waiting bool          // nothing but the hand-shake goes out before a greeting
	held    []net.Buffers // messages that wait for it
}

// newPeer wraps a connection that was accepted.
func newPeer(c net.Conn, r *role) *peer {
	return &peer{Conn: c, role: r, framer: newFramer(), patience: patience, waiting: r.greet != nil}
}

// Read reads what the peer sends. When zmq4 comes back for more, it has dealt
// with what it read before: a subscription seen then is in force now.
//
// A peer that announces too much is closed before zmq4 sees what it announces.
func (p *peer) Read(b []byte) (int, error) {
	if p.role.greet != nil {
		if topic, known, ok := p.inbound.subscription.take(); ok {
			p.welcome(topic, known)
		}
	}
	n, err := p.Conn.Read(b)
	if p.inbound.see(b[:n]) != nil {
		_ = p.Conn.Close()
		return 0, io.EOF // an error of any other kind zmq4 takes for passing
	}
	return n, err
}

// Write takes bytes from zmq4 and passes them on when a message is complete.
func (p *peer) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n, end := p.framer.take(rest)
		rest = rest[n:]
		if !end {
			continue
		}
		if err := p.pass(p.framer.message()); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

// pass hands a message to the network, or drops it if it is a mark.
func (p *peer) pass(m written) error {
	if !m.handShake && p.role.mark != nil && p.role.mark.is(m.bytes) {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting && !m.handShake {
		p.held = append(p.held, m.bytes)
		return nil
	}
	return p.write(m.bytes)
}

// welcome greets a subscriber, if its topic is known, and lets out what waited
// for the greeting. A peer that is gone by then shows in its next read.
func (p *peer) welcome(topic string, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known {
		if frames, err := p.role.greet(topic); err == nil {
			_ = p.write(encode(frames))
		}
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
		var part net.Buffers
		part, m = split(m, chunk)
		if err := p.SetWriteDeadline(time.Now().Add(p.patience)); err != nil {
			return io.EOF // closed already
		}
		if _, err := part.WriteTo(p.Conn); err != nil {
			_ = p.Conn.Close()
			return io.EOF
		}
	}
	return nil
}

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
