package zmq

import (
	"crypto/rand"
	"errors"
	"sync"

	"github.com/go-zeromq/zmq4"
)

// errClosed is the error of a flush that the end of the transport overtook.
var errClosed = errors.New("zmq: the transport is closed")

// mark is a message that shows how far the publisher has come: it arrives at a
// subscriber of our own when everything published before it is written.
type mark struct {
	frame string // no one else knows it

	ready   chan struct{} // closed when our subscription is in force
	arrived chan struct{} // holds the mark that arrived
	closed  chan struct{}
	shut    sync.Once

	mu sync.Mutex // one flush at a time
}

func newMark() *mark {
	return &mark{
		frame:   "mark-" + rand.Text(),
		ready:   make(chan struct{}),
		arrived: make(chan struct{}, 1),
		closed:  make(chan struct{}),
	}
}

// await returns when our subscription is in force.
func (m *mark) await() error {
	select {
	case <-m.ready:
		return nil
	case <-m.closed:
		return errClosed
	}
}

// pass publishes a mark and waits for it.
func (m *mark) pass(pub zmq4.Socket) error {
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

// is says whether a message is a mark.
func (m *mark) is(frames [][]byte) bool {
	return len(frames) == 1 && string(frames[0]) == m.frame
}

func (m *mark) close() { m.shut.Do(func() { close(m.closed) }) }
