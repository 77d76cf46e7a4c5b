package kernel

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// readHistory answers history_request: cells that ran, oldest first.
func (k *Kernel) readHistory(_ context.Context, r *request) (any, error) {
	q := protocol.HistoryRequest{Pattern: "*"}
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	n := -1
	if q.N != nil {
		n = *q.N
	}
	var cells []past
	switch q.AccessType {
	case "tail":
		cells = k.history.tail(n)
	case "range":
		cells = k.history.span(q.Session, q.Start, q.Stop)
	case "search":
		cells = k.history.search(q.Pattern, q.Unique, n)
	default:
		return nil, fmt.Errorf("kernel: history_request: hist_access_type is %q, want tail, range or search", q.AccessType)
	}
	reply := protocol.HistoryReply{Status: protocol.StatusOK, History: [][3]any{}}
	for _, c := range cells {
		var what any = c.Input
		if q.Output {
			what = [2]any{c.Input, outputOrNull(c.Output)}
		}
		reply.History = append(reply.History, [3]any{c.Session, c.Line, what})
	}
	return reply, nil
}

func outputOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
