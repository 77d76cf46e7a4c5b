package zmq

import (
	"errors"
	"net"
	"sync/atomic"
	"testing"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// exhausted is a listener that has no files left, until it is closed.
type exhausted struct {
	net.Listener
	asked  atomic.Int64
	closed chan struct{}
}

func (l *exhausted) Accept() (net.Conn, error) {
	l.asked.Add(1)
	select {
	case <-l.closed:
		return nil, net.ErrClosed
	default:
		return nil, errors.New("too many open files")
	}
}

func (l *exhausted) Close() error { close(l.closed); return nil }

// TestAcceptErrors: trouble in accepting is waited out, and closing ends it.
func TestAcceptErrors(t *testing.T) {
	e := &exhausted{closed: make(chan struct{})}
	l := newListener(e, &role{channel: protocol.Shell, limits: defaultLimits()})
	for e.asked.Load() < 2 { // it asks again
		select {
		case <-l.peers:
		default:
		}
	}
	l.quit()
	if n := e.asked.Load(); n > 10 {
		t.Errorf("a listener in trouble was asked %d times", n)
	}
}
