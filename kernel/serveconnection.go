package kernel

import (
	"context"
	"net"
	"os"
	"runtime"

	"github.com/unravel-go/unravel/kernel/internal/zmq"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// ServeConnectionFile serves the kernel on the ZeroMQ sockets that a
// connection file names, until a frontend shuts it down, ctx ends, or the
// process that started the kernel is gone.
//
// The error says in one line what is wrong with the file or which address
// cannot be listened on.
func ServeConnectionFile(ctx context.Context, k *Kernel, path string) error {
	c, err := protocol.ReadConnection(path)
	if err != nil {
		return err
	}
	k.warn(c, path)
	signer, err := c.Signer()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go watchParent(ctx, k.log, cancel)
	t, err := zmq.Listen(c, func(subscription string) ([][]byte, error) { return k.welcome(signer, subscription) })
	if err != nil {
		return err
	}
	return k.Serve(ctx, t)
}

// warn logs what lets others than the frontend's user run code.
func (k *Kernel) warn(c protocol.Connection, path string) {
	if c.Key == "" {
		k.log.Warn("the connection file has an empty key: messages are not signed, whoever reaches the ports can run code")
	}
	if info, err := os.Stat(path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		k.log.Warn("other users may open the connection file and read its key", "file", path, "mode", info.Mode().Perm().String())
	}
	if ip := net.ParseIP(c.IP); ip != nil && !ip.IsLoopback() && c.CurvePublicKey == "" {
		k.log.Warn("the kernel listens beyond this machine, and nothing is encrypted", "ip", c.IP)
	}
}

// welcome returns the message that greets a subscriber (JEP 65), so that a
// frontend knows from when on it misses nothing.
func (k *Kernel) welcome(signer *protocol.Signer, subscription string) ([][]byte, error) {
	return protocol.Encode(protocol.Outgoing{
		Identities: [][]byte{[]byte(subscription)},
		Header:     protocol.NewHeader("iopub_welcome", k.session, k.username),
		Content:    protocol.Welcome{Subscription: subscription},
	}, signer)
}
