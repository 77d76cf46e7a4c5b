package kernel

import (
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// request is a message that asks the kernel for something.
type request struct {
	*protocol.Message
	channel protocol.Channel
	wire    *wire
	shell   *shell // that took it; nil if none did
	arrival int64  // its number there
	came    time.Time
	refused error // if set, the answer
	// beforeReply, of cells alone, and afterIdle, if set by the handler, run at
	// those moments.
	beforeReply, afterIdle func()
}

// isCell reports whether the request is to run a cell.
func (r *request) isCell() bool { return r.Header.MsgType == "execute_request" && r.refused == nil }

// reply answers the request.
func (r *request) reply(msgType string, content any, metadata any) {
	r.wire.send(r.channel, protocol.Outgoing{
		Identities: r.Identities,
		Header:     r.wire.header(msgType),
		Parent:     r.RawHeader,
		Metadata:   metadata,
		Content:    content,
	})
}

// broadcast tells every frontend something about the request.
func (r *request) broadcast(msgType string, content any) {
	r.wire.pub.put(broadcast{parent: r.RawHeader, msgType: msgType, content: content})
}
