package zmq

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// window is the number of bytes that may be published before the publisher
// asks whether there is room for more: zmq4's own queue has no bound.
const window = 1 << 20

// Transport is the sockets of a kernel.
type Transport struct {
	conn    protocol.Connection
	limits  limits
	sockets map[protocol.Channel]zmq4.Socket
	roles   []*role
	pool    *pool
	mark    *mark
	cancel  context.CancelFunc
	echo    sync.WaitGroup
	close   sync.Once

	published int // bytes since the last look for room; the publisher's alone
}

// Greeting returns the frames of the message that greets a new subscriber.
type Greeting func(subscription string) ([][]byte, error)

// Listen binds the sockets of a connection and starts to echo heartbeats.
// greet may be nil. A port of 0 binds any free one; [Transport.Connection]
// tells which.
//
// It fails if an address cannot be listened on; nothing is left bound then.
func Listen(c protocol.Connection, greet Greeting) (*Transport, error) {
	return listenWithin(c, greet, defaultLimits())
}

func listenWithin(c protocol.Connection, greet Greeting, l limits) (*Transport, error) {
	keys, err := c.Curve()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	t := &Transport{
		conn: c, limits: l, sockets: make(map[protocol.Channel]zmq4.Socket),
		pool: newPool(l), mark: newMark(), cancel: cancel,
	}
	for _, ch := range protocol.Channels() {
		if err := t.listen(ctx, &role{channel: ch, pool: t.pool, limits: l, curve: keys}, greet); err != nil {
			t.shut()
			return nil, err
		}
	}
	if err := t.mark.await(); err != nil {
		t.shut()
		return nil, err
	}
	t.echo.Go(t.heartbeat)
	return t, nil
}

// listen binds the socket of one channel.
func (t *Transport) listen(ctx context.Context, r *role, greet Greeting) error {
	quiet := zmq4.WithLogger(log.New(io.Discard, "", 0))
	ch := r.channel
	var s zmq4.Socket
	if r.publishes() {
		r.mark, r.greet = t.mark, greet
		s = zmq4.NewPub(withRole(ctx, r), quiet)
	} else {
		s = zmq4.NewRouter(withRole(ctx, r), quiet)
	}
	t.sockets[ch] = s
	t.roles = append(t.roles, r)
	address := t.conn.Address(ch)
	if err := s.Listen(scheme(t.conn.Transport) + "://" + address); err != nil {
		return fmt.Errorf("zmq: %s: cannot listen on %s: %w", ch, address, r.cause(err))
	}
	t.conn = withPort(t.conn, ch, s.Addr())
	return nil
}

// withPort fills in the port that a listener got.
func withPort(c protocol.Connection, ch protocol.Channel, at net.Addr) protocol.Connection {
	tcp, ok := at.(*net.TCPAddr)
	if !ok {
		return c
	}
	switch ch {
	case protocol.Shell:
		c.ShellPort = tcp.Port
	case protocol.Control:
		c.ControlPort = tcp.Port
	case protocol.Stdin:
		c.StdinPort = tcp.Port
	case protocol.IOPub:
		c.IOPubPort = tcp.Port
	case protocol.Heartbeat:
		c.HBPort = tcp.Port
	}
	return c
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
	if ch == protocol.IOPub {
		return t.publish(frames)
	}
	p, err := t.pool.owner(ch, frames[0])
	if err != nil {
		return err
	}
	if p.overdue() {
		p.end()
		return fmt.Errorf("zmq: %s: the peer %q does not read what it is sent", ch, frames[0])
	}
	err = t.hand(ch, frames)
	select {
	case <-p.gone:
		return err
	default:
		return nil // an error would be of an older connection with its identity
	}
}

// overdue says whether a peer leaves too much unread for it to be sent more.
// Nobody waits until it reads: the next message may be for somebody else.
func (p *peer) overdue() bool {
	l, s := p.role.limits, p.outbox.look()
	return s.backlog() >= l.queue && (s.still(l.pulse) || s.backlog() >= 4*l.queue)
}

// publish sends a message to subscribers, when there is room for it.
func (t *Transport) publish(frames [][]byte) error {
	if t.published >= window {
		t.published = 0
		if err := t.mark.pass(t.sockets[protocol.IOPub]); err != nil {
			return err
		}
		t.pool.room()
	}
	for _, f := range frames {
		t.published += len(f) + 64 // about what a frame costs by itself
	}
	return t.hand(protocol.IOPub, frames)
}

// hand gives a message to zmq4.
func (t *Transport) hand(ch protocol.Channel, frames [][]byte) error {
	if err := t.sockets[ch].SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		return fmt.Errorf("zmq: %s: %w", ch, err)
	}
	return nil
}

// Flush returns when everything sent before is written to every peer, or the
// peer was given up.
func (t *Transport) Flush() error {
	if err := t.mark.pass(t.sockets[protocol.IOPub]); err != nil {
		return err
	}
	t.pool.drained()
	return nil
}

// Close writes what was sent and closes the sockets. Peers that take nothing
// are waited for a short time.
func (t *Transport) Close() error {
	var err error
	t.close.Do(func() {
		err = t.mark.pass(t.sockets[protocol.IOPub])
		t.pool.linger()
		t.shut()
		t.echo.Wait()
	})
	return err
}

// shut closes the sockets without writing what is queued.
//
// zmq4 leaves the readers of a closed socket behind if they have read what
// nobody has asked for. So peers are closed first, and what their readers have
// is taken from them.
func (t *Transport) shut() {
	var drains sync.WaitGroup
	for _, r := range t.roles {
		if r.listener == nil {
			continue // Listen failed
		}
		r.listener.quit()
		if !r.publishes() {
			drains.Go(func() { drain(t.sockets[r.channel]) })
		}
	}
	t.mark.close()
	t.pool.close()
	t.cancel()
	drains.Wait()
	for _, s := range t.sockets {
		_ = s.Close() // the error would be that of one peer's connection
	}
}

// drain receives until the socket is closed.
func drain(s zmq4.Socket) {
	for {
		if _, err := s.Recv(); err != nil {
			return
		}
	}
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
