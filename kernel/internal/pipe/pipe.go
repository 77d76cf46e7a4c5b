package pipe

import (
	"io"
	"sync"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// depth is the number of messages that a channel holds before its sender
// waits.
const depth = 64

// End is one end of a pipe. Its methods may be called from any goroutine.
type End struct {
	conn    protocol.Connection
	in, out map[protocol.Channel]chan [][]byte
	closed  chan struct{} // of both ends
	close   func()
}

// New returns the two ends of a pipe whose messages are not signed: what one
// sends the other receives, channel by channel, in order.
func New() (kernel, frontend *End) {
	a, b := channels(), channels()
	closed := make(chan struct{})
	var once sync.Once
	shut := func() { once.Do(func() { close(closed) }) }
	conn := protocol.Connection{Transport: "inproc", SignatureScheme: "hmac-sha256"}
	return &End{conn, a, b, closed, shut}, &End{conn, b, a, closed, shut}
}

func channels() map[protocol.Channel]chan [][]byte {
	m := make(map[protocol.Channel]chan [][]byte)
	for _, ch := range protocol.Channels() {
		m[ch] = make(chan [][]byte, depth)
	}
	return m
}

// Connection says that messages are not signed and that there are no ports.
func (e *End) Connection() protocol.Connection { return e.conn }

// Recv returns the next message of a channel. After Close it returns what was
// sent before, then [io.EOF].
func (e *End) Recv(ch protocol.Channel) ([][]byte, error) {
	select {
	case frames := <-e.in[ch]:
		return frames, nil
	case <-e.closed:
	}
	select {
	case frames := <-e.in[ch]:
		return frames, nil
	default:
		return nil, io.EOF
	}
}

// Send hands a message to the other end, or fails with [io.ErrClosedPipe].
func (e *End) Send(ch protocol.Channel, frames [][]byte) error {
	select {
	case <-e.closed:
		return io.ErrClosedPipe
	default:
	}
	select {
	case e.out[ch] <- frames:
		return nil
	case <-e.closed:
		return io.ErrClosedPipe
	}
}

// Flush does nothing: what Send has accepted is at the other end.
func (e *End) Flush() error { return nil }

// Close ends both ends. It may be called more than once.
func (e *End) Close() error {
	e.close()
	return nil
}
