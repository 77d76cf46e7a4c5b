package kernel

import (
	"context"
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// execute answers execute_request: it runs a cell.
func (k *Kernel) execute(ctx context.Context, r *request) (any, error) {
	var q protocol.ExecuteRequest
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	if q.Code == nil {
		return nil, errors.New("kernel: execute_request without code")
	}
	if r.aborted() {
		return failed(k.counted(), &interpreter.Error{Name: "Aborted", Value: "not run: an earlier cell failed"}), nil
	}
	c := k.newCell(ctx, r, q)
	defer c.end()
	return c.run(), nil
}

// counted returns the number of cells that were counted so far.
func (k *Kernel) counted() int { return int(k.count.Load()) }

// cell is a cell that runs.
type cell struct {
	kernel  *Kernel
	request *request
	query   protocol.ExecuteRequest
	ctx     context.Context
	end     func()
	number  int
	store   bool
	out     *cellOutput
}

func (k *Kernel) newCell(ctx context.Context, r *request, q protocol.ExecuteRequest) *cell {
	c := &cell{kernel: k, request: r, query: q, number: k.counted() + 1, store: !q.Silent && orTrue(q.StoreHistory)}
	if c.store {
		k.count.Store(int64(c.number))
	}
	c.ctx, c.end = k.begin(ctx)
	c.out = &cellOutput{kernel: k, request: r, ctx: c.ctx, stdin: orTrue(q.AllowStdin), quiet: q.Silent}
	return c
}

// run runs the cell and returns its reply. The messages are those of the
// specification: execute_input, what the cell says, its result or its error.
func (c *cell) run() protocol.ExecuteReply {
	if !c.query.Silent {
		c.request.broadcast("execute_input", protocol.ExecuteInput{Code: *c.query.Code, ExecutionCount: c.number})
	}
	result, err := c.eval(*c.query.Code, c.out)
	c.out.end()
	c.remember(result)
	if err != nil {
		return c.fail(err)
	}
	if result != nil && !c.query.Silent {
		c.request.wire.pub.putLarge(broadcast{
			parent: c.request.RawHeader, msgType: "execute_result",
			content: protocol.ExecuteResult{ExecutionCount: c.number, Data: bundle(result), Metadata: map[string]any{}},
		})
	}
	return protocol.ExecuteReply{
		Status:          protocol.StatusOK,
		ExecutionCount:  c.number,
		Payload:         c.out.payload(),
		UserExpressions: c.expressions(),
	}
}

// eval runs code. Whatever goes wrong comes back as an *interpreter.Error.
func (c *cell) eval(code string, out interpreter.Output) (b display.Bundle, failure *interpreter.Error) {
	defer func() {
		if p := recover(); p != nil {
			failure = asFailure(panicError(c.kernel.log, "interpreter", p))
		}
	}()
	interp, err := c.kernel.interpreter(c.ctx)
	if err != nil {
		return nil, asFailure(err)
	}
	b, err = interp.Eval(c.ctx, interpreter.Cell{Number: c.number, Code: code}, out)
	if err != nil {
		return nil, asFailure(err)
	}
	return b, nil
}

// fail broadcasts the error and returns the reply that carries it. Cells that
// wait behind this one are aborted, if the request says so.
func (c *cell) fail(err *interpreter.Error) protocol.ExecuteReply {
	reply := failed(c.number, err)
	if !c.query.Silent {
		f := protocol.NewFailure(reply.EName, reply.EValue, reply.Traceback)
		f.Status = ""
		c.request.broadcast("error", f)
	}
	if orTrue(c.query.StopOnError) {
		// At the reply, not before: whoever sent a cell until then cannot have
		// known that this one failed.
		c.request.beforeReply = c.request.abort
	}
	return reply
}

// expressions evaluates what the frontend wants to know besides.
func (c *cell) expressions() map[string]any {
	values := make(map[string]any)
	for name, code := range c.query.UserExpressions {
		out := &cellOutput{kernel: c.kernel, request: c.request, ctx: c.ctx, quiet: true}
		b, err := c.eval(code, out)
		if err != nil {
			values[name] = protocol.NewFailure(err.Name, err.Value, err.Traceback)
			continue
		}
		values[name] = protocol.Expression{Status: protocol.StatusOK, Data: bundle(b), Metadata: map[string]any{}}
	}
	return values
}

// remember notes the cell in the history.
func (c *cell) remember(result display.Bundle) {
	if !c.store {
		return
	}
	text, _ := result["text/plain"].(string)
	c.kernel.history.add(c.number, *c.query.Code, text)
}

// failed returns the reply of a cell that failed.
func failed(number int, err *interpreter.Error) protocol.ExecuteReply {
	traceback := err.Traceback
	if len(traceback) == 0 {
		traceback = []string{fmt.Sprintf("%s: %s", err.Name, err.Value)}
	}
	return protocol.ExecuteReply{
		Status: protocol.StatusError, ExecutionCount: number,
		EName: err.Name, EValue: err.Value, Traceback: traceback,
	}
}

// asFailure gives any error the form of a failed cell.
func asFailure(err error) *interpreter.Error {
	var failure *interpreter.Error
	switch {
	case errors.As(err, &failure):
		return failure
	case errors.Is(err, context.Canceled):
		return &interpreter.Error{Name: interpreter.Interrupted, Value: "interrupted before it ran"}
	default:
		return &interpreter.Error{Name: "KernelError", Value: err.Error()}
	}
}

func orTrue(b *bool) bool { return b == nil || *b }
