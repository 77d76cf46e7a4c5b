package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// inspect answers inspect_request: what is known about the name at the cursor.
func (k *Kernel) inspect(ctx context.Context, r *request) (any, error) {
	var q protocol.InspectRequest
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	interp, err := k.interpreter(ctx)
	if err != nil {
		return nil, err
	}
	b, found := interp.Inspect(q.Code, toBytes(q.Code, q.CursorPos), q.DetailLevel)
	return protocol.InspectReply{
		Status: protocol.StatusOK, Found: found, Data: bundle(b), Metadata: map[string]any{},
	}, nil
}
