package kernel

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// handler answers a request with the content of its reply.
type handler func(k *Kernel, ctx context.Context, r *request) (any, error)

// row says how a request is answered; without a reply type, it is not.
type row struct {
	reply  string
	handle handler
	waits  bool // for the interpreter: the control channel does not
}

// handlers has every request that the kernel understands.
func handlers(msgType string) (row, bool) {
	switch msgType {
	case "kernel_info_request":
		return row{"kernel_info_reply", (*Kernel).kernelInfo, false}, true
	case "execute_request":
		return row{"execute_reply", (*Kernel).execute, true}, true
	case "complete_request":
		return row{"complete_reply", (*Kernel).complete, true}, true
	case "inspect_request":
		return row{"inspect_reply", (*Kernel).inspect, true}, true
	case "is_complete_request":
		return row{"is_complete_reply", (*Kernel).isComplete, true}, true
	case "history_request":
		return row{"history_reply", (*Kernel).readHistory, false}, true
	case "connect_request":
		return row{"connect_reply", (*Kernel).connect, false}, true
	case "comm_info_request":
		return row{"comm_info_reply", (*Kernel).commInfo, false}, true
	case "comm_open":
		return row{"", (*Kernel).commOpen, true}, true
	case "comm_msg":
		return row{"", (*Kernel).commMsg, true}, true
	case "comm_close":
		return row{"", (*Kernel).commClose, true}, true
	case "interrupt_request":
		return row{"interrupt_reply", (*Kernel).interrupt, false}, true
	case "shutdown_request":
		return row{"shutdown_reply", (*Kernel).shutdown, false}, true
	case "usage_request":
		return row{"usage_reply", (*Kernel).usage, false}, true
	case "create_subshell_request":
		return row{"create_subshell_reply", (*Kernel).createSubshell, false}, true
	case "delete_subshell_request":
		return row{"delete_subshell_reply", (*Kernel).deleteSubshell, false}, true
	case "list_subshell_request":
		return row{"list_subshell_reply", (*Kernel).listSubshell, false}, true
	case "debug_request":
		return row{"debug_reply", (*Kernel).debug, false}, true
	}
	return row{}, false
}

// onShell takes a request from the shell channel.
func (k *Kernel) onShell(ctx context.Context, r *request) {
	if !k.shells.take(r) {
		r.refused = noSubshell(r.Header.Subshell)
		k.serve(ctx, r)
	}
}

// onControl answers a request from the control channel at once. One that may
// have to wait does so in the main shell.
func (k *Kernel) onControl(ctx context.Context, r *request) {
	if row, _ := handlers(r.Header.MsgType); row.waits {
		k.onShell(ctx, r)
		return
	}
	k.serve(ctx, r)
}

// serve answers a request: busy, what the handler says, its reply, idle.
func (k *Kernel) serve(ctx context.Context, r *request) {
	k.activity.busy(r)
	row, known := handlers(r.Header.MsgType)
	if !known {
		k.log.Warn("unknown request", "channel", r.channel.String(), "type", r.Header.MsgType)
		k.activity.idle(r)
		return
	}
	started := protocol.Date(time.Now())
	content, err := k.handle(ctx, row, r)
	if err != nil {
		content = k.refusal(row, err)
	}
	if row.reply != "" {
		k.reply(r, row.reply, content, k.replyMetadata(started, content))
	} else if err != nil {
		k.log.Warn("message dropped", "type", r.Header.MsgType, "error", err)
	}
	k.activity.idle(r)
	if r.afterIdle != nil {
		r.afterIdle()
	}
}

// reply sends the reply to a request; to a cell, when all that the cell has said
// is on the network: a frontend that goes on at the reply has everything by
// then. The next cell does not wait for that, unless the reply decides whether
// it runs at all.
func (k *Kernel) reply(r *request, msgType string, content, metadata any) {
	switch {
	case !r.isCell():
		r.reply(msgType, content, metadata)
	case r.beforeReply == nil:
		r.wire.flushed(func() { r.reply(msgType, content, metadata) })
	default:
		r.wire.flush()
		r.beforeReply()
		r.reply(msgType, content, metadata)
	}
}

// refusal is the reply to a request that could not be handled.
func (k *Kernel) refusal(row row, err error) any {
	const name = "RequestError"
	if row.reply == "execute_reply" {
		return failed(k.counted(), &interpreter.Error{Name: name, Value: err.Error()})
	}
	return protocol.NewFailure(name, err.Error(), []string{err.Error()})
}

// replyMetadata is what frontends and clusters of kernels read beside a reply.
func (k *Kernel) replyMetadata(started string, content any) protocol.ReplyMetadata {
	m := protocol.ReplyMetadata{
		Started: started, Status: protocol.StatusOK, DependenciesMet: true, Engine: k.session,
	}
	switch c := content.(type) {
	case protocol.Failure:
		m.Status = c.Status
	case protocol.ExecuteReply:
		m.Status = c.Status
	}
	return m
}

// handle runs a handler. A panic in it is an error: nothing ends the loop.
func (k *Kernel) handle(ctx context.Context, row row, r *request) (content any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicError(k.log, r.Header.MsgType, p)
		}
	}()
	if r.refused != nil {
		return nil, r.refused
	}
	return row.handle(k, ctx, r)
}

// panicError logs a panic with its stack and returns it as an error.
func panicError(log *slog.Logger, where string, p any) error {
	log.Error("panic", "in", where, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
	return fmt.Errorf("kernel: %s: panic: %v", where, p)
}
