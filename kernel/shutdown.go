package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// shutdown answers shutdown_request and then ends Serve. Whether a new kernel
// is to follow is the launcher's business; the reply repeats the flag.
func (k *Kernel) shutdown(_ context.Context, r *request) (any, error) {
	var q protocol.ShutdownRequest
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	r.afterIdle = k.stop
	return protocol.ShutdownReply{Status: protocol.StatusOK, Restart: q.Restart}, nil
}
