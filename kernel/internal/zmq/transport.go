package zmq

import (
	"context"
	"fmt"
	"io"
	"log"
	"sync"

	"github.com/go-zeromq/zmq4"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// backlog is the number of bytes that may be published before the publisher
// waits until they are written: zmq4's own queue has no bound.
const backlog = 8 << 20

// Transport is the sockets of a kernel.
type Transport struct {
	conn    protocol.Connection
	sockets map[protocol.Channel]zmq4.Socket
	mark    *mark
	cancel  context.CancelFunc
	echo    sync.WaitGroup
	close   sync.Once

	published int // bytes since the last flush; the publisher's alone
}

// Greeting returns the frames of the message that greets a new subscriber.
type Greeting func(subscription string) ([][]byte, error)

// Listen binds the sockets of a connection and starts to echo heartbeats.
// greet may be nil. A port of 0 binds any free one; [Transport.Connection]
// tells which.
//
// It fails if an address cannot be listened on; nothing is left bound then.
func Listen(c protocol.Connection, greet Greeting) (*Transport, error) {
	ctx, cancel := context.WithCancel(context.Background())
	m := newMark()
	t := &Transport{conn: c, sockets: make(map[protocol.Channel]zmq4.Socket), mark: m, cancel: cancel}
	for _, ch := range protocol.Channels() {
		if err := t.listen(ctx, ch, greet); err != nil {
			t.abandon()
			return nil, err
		}
	}
	if err := m.await(); err != nil {
		t.abandon()
		return nil, err
	}
	t.echo.Go(t.heartbeat)
	return t, nil
}

// listen binds the socket of one channel.
func (t *Transport) listen(ctx context.Context, ch protocol.Channel, greet Greeting) error {
	quiet := zmq4.WithLogger(log.New(io.Discard, "", 0))
	role := &role{}
	var s zmq4.Socket
	if ch == protocol.IOPub {
		role.mark, role.greet = t.mark, greet
		s = zmq4.NewPub(withRole(ctx, role), quiet)
	} else {
		s = zmq4.NewRouter(withRole(ctx, role), quiet)
	}
	t.sockets[ch] = s
	address := t.conn.Address(ch)
	if err := s.Listen(scheme(t.conn.Transport) + "://" + address); err != nil {
		return fmt.Errorf("zmq: %s: cannot listen on %s: %w", ch, address, role.cause(err))
	}
	t.conn = withPort(t.conn, ch, s.Addr())
	return nil
}

// Connection says where the sockets listen.
func (t *Transport) Connection() protocol.Connection { return t.conn }

// Recv returns the next message of a channel, its peer's name in front.
func (t *Transport) Recv(ch protocol.Channel) ([][]byte, error) {
	m, err := t.sockets[ch].Recv()
	if err != nil {
		// A ROUTER's Recv fails only when the socket is closed: peers that
		// fail are taken out behind it.
		return nil, io.EOF
	}
	return m.Frames, nil
}

// Send sends a message to the peer that its first frame names, or, on IOPub,
// to every subscriber of the topic that its first frame is.
func (t *Transport) Send(ch protocol.Channel, frames [][]byte) error {
	if err := t.sockets[ch].SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		return fmt.Errorf("zmq: %s: %w", ch, err)
	}
	if ch == protocol.IOPub {
		return t.bound(frames)
	}
	return nil
}

// bound waits for zmq4's queue to empty when much has been put into it.
func (t *Transport) bound(frames [][]byte) error {
	for _, f := range frames {
		t.published += len(f)
	}
	if t.published < backlog {
		return nil
	}
	t.published = 0
	return t.Flush()
}

// Flush returns when everything sent before is written to every peer, or the
// peer was given up. What routers send is written already.
func (t *Transport) Flush() error {
	return t.mark.flush(t.sockets[protocol.IOPub])
}

// Close writes what was sent and closes the sockets.
func (t *Transport) Close() error {
	var err error
	t.close.Do(func() {
		err = t.Flush()
		t.abandon()
		t.echo.Wait()
	})
	return err
}

// abandon closes the sockets without writing what is queued.
func (t *Transport) abandon() {
	t.cancel()
	for _, s := range t.sockets {
		_ = s.Close() // the error would be that of one peer's connection
	}
	t.mark.close()
}

// heartbeat sends back whatever arrives, as it arrived.
func (t *Transport) heartbeat() {
	for {
		frames, err := t.Recv(protocol.Heartbeat)
		if err != nil {
			return
		}
		// The error would say that the peer is gone.
		_ = t.Send(protocol.Heartbeat, frames)
	}
}
