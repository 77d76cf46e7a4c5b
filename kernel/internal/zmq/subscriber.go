package zmq

import (
	"bytes"
	"io"
	"net"
	"sync"
	"time"
)

// subscriber is our own subscriber to marks, as the publisher's zmq4 sees it:
// a connection at whose other end sits nobody. What a SUB socket would say is
// known beforehand; of what it is told, only the marks matter.
type subscriber struct {
	mark  *mark
	says  *bytes.Reader
	hears framer
	ready sync.Once // the mark is
}

var _ net.Conn = (*subscriber)(nil)

func newSubscriber(m *mark) *subscriber {
	return &subscriber{mark: m, says: bytes.NewReader(opening(m.frame)), hears: newFramer()}
}

// opening is what a SUB socket says that subscribes to a topic: greeting, READY
// command, subscription.
func opening(topic string) []byte {
	b := append(greeting("NULL", false), command("READY", metadata{socketType: "SUB"}.encode())...)
	b = header{size: uint64(1 + len(topic))}.append(b)
	return append(append(b, 1), topic...)
}

// Read says what a subscriber says, and then nothing until the end. When zmq4
// comes back after the subscription, that is in force.
func (s *subscriber) Read(b []byte) (int, error) {
	if s.says.Len() > 0 {
		return s.says.Read(b)
	}
	s.ready.Do(func() { close(s.mark.ready) })
	<-s.mark.closed
	return 0, io.EOF
}

// Write hears what is published. It never waits.
func (s *subscriber) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n, end := s.hears.take(rest)
		rest = rest[n:]
		if !end {
			continue
		}
		if m, ok := s.hears.message(); ok && s.mark.is(m) {
			s.mark.arrived <- struct{}{} // there is room: marks wait for each other
		}
	}
	return len(b), nil
}

// Close does nothing: the subscriber ends with its mark.
func (s *subscriber) Close() error { return nil }

func (s *subscriber) LocalAddr() net.Addr              { return &net.UnixAddr{Name: "mark"} }
func (s *subscriber) RemoteAddr() net.Addr             { return s.LocalAddr() }
func (s *subscriber) SetDeadline(time.Time) error      { return nil }
func (s *subscriber) SetReadDeadline(time.Time) error  { return nil }
func (s *subscriber) SetWriteDeadline(time.Time) error { return nil }
