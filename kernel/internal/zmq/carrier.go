package zmq

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/transport"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// The carriers are registered under names of their own and have no state:
// what belongs to a socket comes with its context.
func init() {
	for _, network := range []string{"tcp", "unix"} {
		if err := zmq4.RegisterTransport("unravel-"+network, carrier(network)); err != nil {
			panic(err)
		}
	}
}

// scheme returns the carrier of a connection's transport, tcp or ipc.
func scheme(transport string) string {
	if transport == "ipc" {
		return "unravel-unix"
	}
	return "unravel-tcp"
}

// carrier makes the connections of a socket, on a network that package net
// knows. It implements zmq4's transport interface.
type carrier string

var _ transport.Transport = carrier("")

// Addr returns an address as it is: connections name theirs in full.
func (carrier) Addr(endpoint string) (string, error) { return endpoint, nil }

// Dial connects to an address. Kernels do not, but zmq4 wants it.
func (c carrier) Dial(ctx context.Context, d transport.Dialer, address string) (net.Conn, error) {
	return d.DialContext(ctx, string(c), address)
}

// Listen listens on an address, for the socket whose role ctx carries.
func (c carrier) Listen(ctx context.Context, address string) (net.Listener, error) {
	r, ok := ctx.Value(roleKey{}).(*role)
	if !ok {
		return nil, errors.New("zmq: the carrier serves only sockets of this package")
	}
	l, err := c.listen(address)
	if err != nil {
		r.err = err
		return nil, err
	}
	return newListener(l, r), nil
}

func (c carrier) listen(address string) (net.Listener, error) {
	if c != "unix" {
		return net.Listen(string(c), address)
	}
	if err := removeStale(address); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", address)
	if err != nil {
		return nil, err
	}
	// Whoever can open the file can talk to the kernel.
	if err := os.Chmod(address, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// removeStale removes a socket file that a kernel left behind when it was
// killed: one at which nobody answers.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return nil // nothing there, or a file of somebody else, on which Listen fails
	}
	if c, err := net.Dial("unix", path); err == nil {
		return errors.Join(fmt.Errorf("%s is in use", path), c.Close())
	}
	return os.Remove(path)
}

type roleKey struct{}

// role is what the connections of a socket need to know.
type role struct {
	mark  *mark    // of the publisher; nil for the others
	greet Greeting // likewise
	err   error    // why Listen failed, without zmq4's words around it
}

func withRole(ctx context.Context, r *role) context.Context {
	return context.WithValue(ctx, roleKey{}, r)
}

// cause returns the reason behind an error of zmq4's Listen.
func (r *role) cause(err error) error {
	if r.err != nil {
		return r.err
	}
	return err
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

// listener hands peers to zmq4.
type listener struct {
	net.Listener
	role  *role
	first chan net.Conn // our own subscriber, once
	close sync.Once
	done  chan struct{}
}

func newListener(l net.Listener, r *role) *listener {
	ours := &listener{Listener: l, role: r, first: make(chan net.Conn, 1), done: make(chan struct{})}
	if r.mark != nil {
		ours.first <- newSubscriber(r.mark)
	}
	return ours
}

// Accept returns the next peer. Trouble in accepting, such as too many open
// files, is waited out: zmq4 would come back at once, for ever.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.first:
		return c, nil
	default:
	}
	for {
		c, err := l.Listener.Accept()
		if err == nil {
			return newPeer(c, l.role), nil
		}
		if errors.Is(err, net.ErrClosed) {
			return nil, err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-l.done:
			return nil, net.ErrClosed
		}
	}
}

// Close stops listening.
func (l *listener) Close() error {
	l.close.Do(func() { close(l.done) })
	return l.Listener.Close()
}
