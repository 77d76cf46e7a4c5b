package zmq

import (
	"io"
	"net"
	"sync"
	"time"
)

// peer is a connection as zmq4 sees it: one whose hand-shake was good, of which
// it reads nothing that it cannot bear, and which takes whatever it writes at
// once.
//
// zmq4 writes from one goroutine at a time and reads from another.
type peer struct {
	conn net.Conn
	role *role
	key  string // the channel and the identity

	inbound inbound
	framer  framer
	outbox  *outbox

	joined chan struct{} // closed when zmq4 knows the peer: what it sends there arrives
	gone   chan struct{} // closed with the connection
	once   struct{ join, leave, end sync.Once }
}

var _ net.Conn = (*peer)(nil)

// newPeer makes the peer of a connection whose hand-shake is done. Nothing is
// written to it before run.
func newPeer(c net.Conn, r *role, o opened) *peer {
	if o.identity == "" {
		o.identity = someIdentity()
	}
	return &peer{
		conn:    c,
		role:    r,
		key:     ownerKey(r.channel, o.identity),
		inbound: newInbound(o),
		framer:  newFramer(),
		outbox:  newOutbox(c, o.session, r.pool.moved),
		joined:  make(chan struct{}),
		gone:    make(chan struct{}),
	}
}

// Read gives zmq4 what the peer sends, as far as it may send it. A peer that
// sends anything else is closed; zmq4 takes EOF for the end, and an error of
// any other kind for passing.
func (p *peer) Read(b []byte) (int, error) {
	n, err := p.read(b)
	if err != nil {
		p.end()
		p.once.leave.Do(p.role.pool.read.Done)
		return 0, io.EOF
	}
	return n, nil
}

// Write takes what zmq4 writes, and queues messages when they are complete.
// What zmq4 says to open a connection was said before.
func (p *peer) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n, end := p.framer.take(rest)
		rest = rest[n:]
		if !end {
			continue
		}
		m, ok := p.framer.message()
		if ok && (p.role.mark == nil || !p.role.mark.is(m)) && !p.outbox.put(m) {
			return 0, io.EOF
		}
	}
	return len(b), nil
}

// run writes what is queued until the peer ends.
func (p *peer) run() {
	p.outbox.run()
	p.end()
}

// end closes the connection: reading and writing fail from then on, and what
// is queued is forgotten.
func (p *peer) end() {
	p.once.end.Do(func() {
		close(p.gone)
		p.outbox.close()
		_ = p.conn.Close() // nobody could do anything about it
		p.role.pool.remove(p)
	})
}

// abandon ends a peer that zmq4 never heard of.
func (p *peer) abandon() {
	p.end()
	p.once.leave.Do(p.role.pool.read.Done)
}

// Close is called by zmq4 when it has read to the end or gives the socket up.
func (p *peer) Close() error {
	p.end()
	return nil
}

func (p *peer) LocalAddr() net.Addr  { return p.conn.LocalAddr() }
func (p *peer) RemoteAddr() net.Addr { return p.conn.RemoteAddr() }

// Deadlines are the guard's own business.

func (p *peer) SetDeadline(time.Time) error      { return nil }
func (p *peer) SetReadDeadline(time.Time) error  { return nil }
func (p *peer) SetWriteDeadline(time.Time) error { return nil }
