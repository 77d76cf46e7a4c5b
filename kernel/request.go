package kernel

import (
	"encoding/json"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// request is a message that asks the kernel for something.
type request struct {
	*protocol.Message
	channel protocol.Channel
	wire    *wire
	aborted bool // an earlier cell failed: do not run
	// beforeReply and afterIdle, if set by the handler, run at those moments.
	beforeReply, afterIdle func()
}

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

// status tells every frontend whether the kernel works on the request.
func (w *wire) status(parent json.RawMessage, state string) {
	w.pub.put(broadcast{parent: parent, msgType: "status", content: protocol.Status{ExecutionState: state}})
}
