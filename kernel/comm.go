package kernel

import (
	"context"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// commInfo answers comm_info_request: the open comms of a target, or all.
func (k *Kernel) commInfo(_ context.Context, r *request) (any, error) {
	var q protocol.CommInfoRequest
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	return protocol.CommInfoReply{Status: protocol.StatusOK, Comms: k.comms.list(q.TargetName)}, nil
}

// commOpen opens a comm if a cell has named its target. Otherwise it is closed
// at once: a frontend that hears nothing waits seconds before it believes that
// there is no such target.
func (k *Kernel) commOpen(_ context.Context, r *request) (any, error) {
	m, err := commMessage(r, "open")
	if err != nil {
		return nil, err
	}
	k.comms.opened(m.ID, m.Target)
	if !k.tell(r, m) {
		k.log.Info("comm refused: no such target", "target", m.Target)
		k.comms.say(r, interpreter.CommMessage{Type: "close", ID: m.ID})
	}
	return nil, nil
}

// commMsg passes a message on. A frontend that talks to a comm that is not open
// is told so, once.
func (k *Kernel) commMsg(_ context.Context, r *request) (any, error) {
	m, err := commMessage(r, "msg")
	if err != nil {
		return nil, err
	}
	if !k.tell(r, m) && !k.comms.toldClosed(m.ID) {
		k.log.Info("message to a comm that is not open", "id", m.ID)
		k.comms.say(r, interpreter.CommMessage{Type: "close", ID: m.ID})
	}
	return nil, nil
}

// commClose passes on that a frontend has closed a comm.
func (k *Kernel) commClose(_ context.Context, r *request) (any, error) {
	m, err := commMessage(r, "close")
	if err != nil {
		return nil, err
	}
	k.comms.closed(m.ID)
	k.tell(r, m)
	return nil, nil
}

// tell passes what a frontend says to the interpreter's cells. It is false if
// none of them listens, and before there is an interpreter: it does not wait,
// because no cell has run that could listen.
func (k *Kernel) tell(r *request, m interpreter.CommMessage) bool {
	select {
	case <-k.ready:
	default:
		return false
	}
	talker, ok := k.interp.(interpreter.Talker)
	return ok && talker.Comm(m, &cellOutput{kernel: k, request: r, ctx: context.Background()})
}

// commMessage reads what a frontend says on a comm.
func commMessage(r *request, kind string) (interpreter.CommMessage, error) {
	var c protocol.Comm
	if err := r.DecodeContent(&c); err != nil {
		return interpreter.CommMessage{}, err
	}
	m := interpreter.CommMessage{Type: kind, ID: c.CommID, Target: c.TargetName, Data: c.Data, Buffers: r.Buffers}
	return m, r.DecodeMetadata(&m.Metadata)
}
