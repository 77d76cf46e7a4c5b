package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// connect answers connect_request, deprecated but cheap: the ports.
func (k *Kernel) connect(_ context.Context, r *request) (any, error) {
	c := r.wire.transport.Connection()
	return protocol.ConnectReply{
		Status:      protocol.StatusOK,
		ShellPort:   c.ShellPort,
		IOPubPort:   c.IOPubPort,
		StdinPort:   c.StdinPort,
		ControlPort: c.ControlPort,
		HBPort:      c.HBPort,
	}, nil
}
