package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// Queued reports whether a cell waits for the executor.
func Queued(k *Kernel, id string) bool {
	q := k.shells.cells
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.items {
		if r.Header.MsgID == id {
			return true
		}
	}
	return false
}

// AwaitInterpreter returns when the kernel has its interpreter.
func AwaitInterpreter(k *Kernel) { <-k.ready }

// Usage is the answer to a usage_request.
func Usage(k *Kernel, ctx context.Context) protocol.UsageReply {
	reply, _ := k.usage(ctx, nil)
	return reply.(protocol.UsageReply)
}
