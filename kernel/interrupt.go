package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// interrupt answers interrupt_request.
func (k *Kernel) interrupt(context.Context, *request) (any, error) {
	k.Interrupt()
	return protocol.OK{Status: protocol.StatusOK}, nil
}
