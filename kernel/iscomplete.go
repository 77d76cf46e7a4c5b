package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// isComplete answers is_complete_request: whether a console may run the code or
// should ask for another line.
func (k *Kernel) isComplete(ctx context.Context, r *request) (any, error) {
	var q protocol.IsCompleteRequest
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	interp, err := k.interpreter(ctx)
	if err != nil {
		return protocol.IsCompleteReply{Status: "unknown"}, nil
	}
	c := interp.IsComplete(q.Code)
	return protocol.IsCompleteReply{Status: c.Status, Indent: c.Indent}, nil
}
