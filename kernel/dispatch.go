package kernel

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// handler answers a request with the content of its reply.
type handler func(k *Kernel, ctx context.Context, r *request) (any, error)

// row says how a request is answered; without a reply type, it is not.
type row struct {
	reply  string
	handle handler
}

// handlers has every request that the kernel understands.
func handlers(msgType string) (row, bool) {
	switch msgType {
	case "kernel_info_request":
		return row{"kernel_info_reply", (*Kernel).kernelInfo}, true
	case "execute_request":
		return row{"execute_reply", (*Kernel).execute}, true
	case "complete_request":
		return row{"complete_reply", (*Kernel).complete}, true
	case "inspect_request":
		return row{"inspect_reply", (*Kernel).inspect}, true
	case "is_complete_request":
		return row{"is_complete_reply", (*Kernel).isComplete}, true
	case "history_request":
		return row{"history_reply", (*Kernel).readHistory}, true
	case "connect_request":
		return row{"connect_reply", (*Kernel).connect}, true
	case "comm_info_request":
		return row{"comm_info_reply", (*Kernel).commInfo}, true
	case "comm_open":
		return row{"", (*Kernel).commOpen}, true
	case "comm_msg", "comm_close":
		return row{"", (*Kernel).commOther}, true
	case "interrupt_request":
		return row{"interrupt_reply", (*Kernel).interrupt}, true
	case "shutdown_request":
		return row{"shutdown_reply", (*Kernel).shutdown}, true
	}
	return row{}, false
}

// serve answers a request: busy, what the handler says, its reply, idle.
func (k *Kernel) serve(ctx context.Context, r *request) {
	r.wire.status(r.RawHeader, "busy")
	row, known := handlers(r.Header.MsgType)
	if !known {
		k.log.Warn("unknown request", "channel", r.channel.String(), "type", r.Header.MsgType)
		r.wire.status(r.RawHeader, "idle")
		return
	}
	started := protocol.Date(time.Now())
	content, err := k.handle(ctx, row, r)
	if err != nil {
		content = protocol.NewFailure("RequestError", err.Error(), []string{err.Error()})
	}
	if row.reply != "" {
		if r.channel == protocol.Shell || row.reply == "execute_reply" {
			// A frontend that goes on at the reply has everything by then.
			r.wire.flush()
		}
		if r.beforeReply != nil {
			r.beforeReply()
		}
		r.reply(row.reply, content, map[string]any{"started": started})
	}
	r.wire.status(r.RawHeader, "idle")
	if r.afterIdle != nil {
		r.afterIdle()
	}
}

// handle runs a handler. A panic in it is an error: nothing ends the loop.
func (k *Kernel) handle(ctx context.Context, row row, r *request) (content any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicError(k.log, r.Header.MsgType, p)
		}
	}()
	return row.handle(k, ctx, r)
}

// panicError logs a panic with its stack and returns it as an error.
func panicError(log *slog.Logger, where string, p any) error {
	log.Error("panic", "in", where, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
	return fmt.Errorf("kernel: %s: panic: %v", where, p)
}
