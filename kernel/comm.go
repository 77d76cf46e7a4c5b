package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// commInfo answers comm_info_request. The kernel has no comm targets, so no
// comm is ever open.
func (k *Kernel) commInfo(context.Context, *request) (any, error) {
	return protocol.CommInfoReply{Status: protocol.StatusOK, Comms: map[string]protocol.CommInfo{}}, nil
}

// commOpen refuses a comm at once: a frontend that hears nothing waits seconds
// before it believes that there is no such target.
func (k *Kernel) commOpen(_ context.Context, r *request) (any, error) {
	var c protocol.Comm
	if err := r.DecodeContent(&c); err != nil {
		k.log.Warn("message dropped", "error", err)
		return nil, nil
	}
	k.log.Info("comm refused: no such target", "target", c.TargetName)
	r.broadcast("comm_close", protocol.Comm{CommID: c.CommID, Data: map[string]any{}})
	return nil, nil
}

// commOther takes comm_msg and comm_close of comms that were refused.
func (k *Kernel) commOther(_ context.Context, r *request) (any, error) {
	k.log.Debug("message to a comm that is not open", "type", r.Header.MsgType)
	return nil, nil
}
