package zmq

import (
	"container/list"
	"errors"
	"net"
	"sync"
	"time"
)

// breath is the pause after trouble in accepting, such as too many open files.
const breath = 50 * time.Millisecond

// listener shakes hands with whoever connects, each in a goroutine of its own,
// and hands zmq4 the peers that pass.
//
// So many hand-shakes are under way at most; then the oldest gives way to the
// newest. An honest one takes milliseconds, so the oldest is one that says
// nothing, and however many of those there are, they lock nobody out.
type listener struct {
	net.Listener
	role  *role
	peers chan net.Conn // for zmq4

	stopped chan struct{} // nobody is let in any more
	closed  chan struct{} // zmq4 has closed the listener
	once    sync.Once
	stop    sync.Once
	workers sync.WaitGroup

	mu      sync.Mutex
	shaking *list.List // of net.Conn, oldest first
}

func newListener(l net.Listener, r *role) *listener {
	ours := &listener{
		Listener: l, role: r, peers: make(chan net.Conn),
		stopped: make(chan struct{}), closed: make(chan struct{}), shaking: list.New(),
	}
	ours.workers.Go(ours.accept)
	return ours
}

// Accept returns the next peer; a publisher's first is our own subscriber.
//
// After quit it waits for Close: zmq4 asks a listener that fails again at once,
// for ever, until its socket is closed.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.peers:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// quit stops listening, ends the hand-shakes under way and returns when all of
// them have ended.
func (l *listener) quit() {
	l.stop.Do(func() {
		close(l.stopped)
		_ = l.Listener.Close() // it may be closed already
		l.mu.Lock()
		for e := l.shaking.Front(); e != nil; e = e.Next() {
			_ = e.Value.(net.Conn).Close()
		}
		l.mu.Unlock()
	})
	l.workers.Wait()
}

// accept takes connections in. Trouble is waited out.
func (l *listener) accept() {
	if m := l.role.mark; m != nil {
		l.hand(newSubscriber(m))
	}
	for {
		c, err := l.Listener.Accept()
		switch {
		case err == nil:
			e := l.begin(c)
			l.workers.Go(func() { l.shake(c, e) })
		case errors.Is(err, net.ErrClosed):
			return
		case !l.pause():
			return
		}
	}
}

// pause returns after a breath, or, with false, when nobody is let in any more.
func (l *listener) pause() bool {
	select {
	case <-time.After(breath):
		return true
	case <-l.stopped:
		return false
	}
}

// begin notes a hand-shake that begins, and ends the oldest if there are too
// many.
func (l *listener) begin(c net.Conn) *list.Element {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shaking.Len() >= l.role.limits.shaking {
		_ = l.shaking.Front().Value.(net.Conn).Close() // it takes itself out of the list
		l.shaking.Remove(l.shaking.Front())
	}
	e := l.shaking.PushBack(c)
	select {
	case <-l.stopped:
		_ = c.Close()
	default:
	}
	return e
}

// shake shakes hands with a connection and hands it on, or closes it.
func (l *listener) shake(c net.Conn, e *list.Element) {
	opened, err := handShake(c, l.role)
	l.mu.Lock()
	l.shaking.Remove(e) // nothing if it had to give way
	l.mu.Unlock()
	if err != nil {
		_ = c.Close()
		return
	}
	p := newPeer(c, l.role, opened)
	l.role.pool.add(p)
	if !l.hand(p) {
		p.abandon()
	}
}

// hand gives zmq4 a connection; false at the end.
func (l *listener) hand(c net.Conn) bool {
	select {
	case l.peers <- c:
		return true
	case <-l.stopped:
		return false
	}
}
