package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// complete answers complete_request: what may stand at the cursor.
func (k *Kernel) complete(ctx context.Context, r *request) (any, error) {
	var q protocol.CompleteRequest
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	interp, err := k.interpreter(ctx)
	if err != nil {
		return nil, err
	}
	c := interp.Complete(q.Code, toBytes(q.Code, q.CursorPos))
	reply := protocol.CompleteReply{
		Status:      protocol.StatusOK,
		Matches:     []string{},
		CursorStart: toCodePoints(q.Code, c.Start),
		CursorEnd:   toCodePoints(q.Code, c.End),
		Metadata:    protocol.CompleteMetadata{Types: []protocol.MatchType{}},
	}
	for _, m := range c.Matches {
		reply.Matches = append(reply.Matches, m.Text)
		reply.Metadata.Types = append(reply.Metadata.Types, protocol.MatchType{
			Start: reply.CursorStart, End: reply.CursorEnd, Text: m.Text, Type: m.Kind, Signature: m.Signature,
		})
	}
	return reply, nil
}
