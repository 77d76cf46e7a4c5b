package zmq

import (
	"context"
	"errors"
	"net"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/transport"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// The guards are registered under names of their own and have no state: what
// belongs to a socket comes with its context.
func init() {
	for _, network := range []string{"tcp", "unix"} {
		if err := zmq4.RegisterTransport("unravel-"+network, guard(network)); err != nil {
			panic(err)
		}
	}
}

// scheme returns the guard of a connection's transport, tcp or ipc.
func scheme(transport string) string {
	if transport == "ipc" {
		return "unravel-unix"
	}
	return "unravel-tcp"
}

// guard stands between zmq4 and a network that package net knows. It
// implements zmq4's transport interface.
type guard string

var _ transport.Transport = guard("")

// Addr returns an address as it is: connections name theirs in full.
func (guard) Addr(endpoint string) (string, error) { return endpoint, nil }

// Dial connects to an address. Kernels do not, but zmq4 wants it.
func (g guard) Dial(ctx context.Context, d transport.Dialer, address string) (net.Conn, error) {
	return d.DialContext(ctx, string(g), address)
}

// Listen listens on an address, for the socket whose role ctx carries.
func (g guard) Listen(ctx context.Context, address string) (net.Listener, error) {
	r, ok := ctx.Value(roleKey{}).(*role)
	if !ok {
		return nil, errors.New("zmq: the guard serves only sockets of this package")
	}
	open := net.Listen
	if g == "unix" {
		open = listenFile
	}
	l, err := open(string(g), address)
	if err != nil {
		r.err = err
		return nil, err
	}
	r.listener = newListener(l, r)
	return r.listener, nil
}

type roleKey struct{}

// role is what the connections of a socket need to know.
type role struct {
	channel protocol.Channel
	pool    *pool
	limits  limits
	curve   *protocol.CurveKeys // nil: nothing is encrypted
	mark    *mark               // of the publisher; nil for the others
	greet   Greeting            // likewise

	listener *listener // set by Listen
	err      error     // why Listen failed, without zmq4's words around it
}

func withRole(ctx context.Context, r *role) context.Context {
	return context.WithValue(ctx, roleKey{}, r)
}

// socketType is what the socket of the role is called on the wire.
func (r *role) socketType() string {
	if r.publishes() {
		return string(zmq4.Pub)
	}
	return string(zmq4.Router)
}

// admits says whether a socket of some type may connect.
func (r *role) admits(socketType string) bool {
	switch zmq4.SocketType(socketType) {
	case zmq4.Sub, zmq4.XSub:
		return r.publishes()
	case zmq4.Dealer, zmq4.Req, zmq4.Router:
		return !r.publishes()
	}
	return false
}

func (r *role) publishes() bool { return r.channel == protocol.IOPub }

// cause returns the reason behind an error of zmq4's Listen.
func (r *role) cause(err error) error {
	if r.err != nil {
		return r.err
	}
	return err
}
