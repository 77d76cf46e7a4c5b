package zmq

import (
	"crypto/rand"
	"errors"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/security/null"
)

// errClosed is the error of a flush that the end of the transport overtook.
var errClosed = errors.New("zmq: the transport is closed")

// mark is a message that shows how far the publisher has come: it arrives at a
// subscriber of our own when everything published before it is written.
type mark struct {
	frame string // no one else knows it
	near  net.Conn

	arrived chan struct{}
	closed  chan struct{}
	shut    sync.Once
	err     error         // of the subscriber's hand-shake
	ready   chan struct{} // closed when the subscription is in force, or err is set
	once    sync.Once

	mu sync.Mutex // one flush at a time
}

func newMark() *mark {
	return &mark{
		frame:   "mark-" + rand.Text(),
		arrived: make(chan struct{}),
		closed:  make(chan struct{}),
		ready:   make(chan struct{}),
	}
}

// connect starts the subscriber and returns its connection for the publisher.
func (m *mark) connect() net.Conn {
	near, far := net.Pipe()
	m.near = near
	go m.subscribe(near)
	return &ownConn{Conn: far, mark: m}
}

// subscribe is the subscriber: it asks for marks and counts them.
func (m *mark) subscribe(c net.Conn) {
	conn, err := zmq4.Open(c, null.Security(), zmq4.Sub, nil, false, nil)
	if err == nil {
		err = conn.SendMsg(zmq4.NewMsg([]byte("\x01" + m.frame)))
	}
	if err != nil {
		m.once.Do(func() {
			m.err = err
			close(m.ready)
		})
		return
	}
	for {
		if _, err := conn.RecvMsg(); err != nil {
			return
		}
		select {
		case m.arrived <- struct{}{}:
		case <-m.closed:
			return
		}
	}
}

// await returns when the subscription is in force.
func (m *mark) await() error {
	select {
	case <-m.ready:
		return m.err
	case <-m.closed:
		return errClosed
	}
}

// flush publishes a mark and waits for it.
func (m *mark) flush(pub zmq4.Socket) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := pub.SendMulti(zmq4.NewMsgString(m.frame)); err != nil {
		return err
	}
	select {
	case <-m.arrived:
		return nil
	case <-m.closed:
		return errClosed
	}
}

// is says whether a message of one frame is a mark: its header and its body.
func (m *mark) is(message net.Buffers) bool {
	return len(message) == 2 && string(message[1]) == m.frame
}

func (m *mark) close() {
	m.shut.Do(func() { close(m.closed) })
	if m.near != nil {
		_ = m.near.Close()
	}
}

// ownConn is the publisher's end of our own subscriber. It notices, as a peer
// does, when the subscription is in force.
type ownConn struct {
	net.Conn
	mark         *mark
	subscription subscription
}

func (c *ownConn) Read(b []byte) (int, error) {
	if c.subscription.complete() {
		c.subscription.take()
		c.mark.once.Do(func() { close(c.mark.ready) })
	}
	n, err := c.Conn.Read(b)
	c.subscription.see(b[:n])
	return n, err
}
