package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// stubborn is how long a worker may take to end a cell that was interrupted.
// Its interpreter gives a cell up much sooner.
const stubborn = 10 * time.Second

// Died is the Name of the error of a cell whose worker died.
const Died = "WorkerDied"

// Eval implements [interpreter.Interpreter].
func (p *Process) Eval(ctx context.Context, cell interpreter.Cell, out interpreter.Output) (display.Bundle, error) {
	c, err := p.worker(ctx)
	switch {
	case ctx.Err() != nil:
		const why = "interrupted before it ran"
		return nil, &interpreter.Error{Name: interpreter.Interrupted, Value: why, Traceback: []string{why}}
	case err != nil:
		return nil, err
	}
	if notice := p.takeNotice(); notice != "" {
		out.Stderr([]byte(notice))
	}
	b, err := c.eval(ctx, cell, out)
	if err != nil && isClosed(p.closing) {
		return nil, ErrClosed
	}
	return b, err
}

// Interrupt implements [interpreter.Interrupter].
func (p *Process) Interrupt() {
	c, _, _ := p.state()
	c.box.send(interrupt, 0, nil)
}

func (p *Process) takeNotice() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	notice := p.notice
	p.notice = ""
	return notice
}

// eval runs a cell in the worker.
func (c *child) eval(ctx context.Context, cell interpreter.Cell, out interpreter.Output) (display.Bundle, error) {
	_, isFrontend := out.(interpreter.Frontend)
	body, err := encode(evalRequest{cell, isFrontend})
	if err != nil {
		return nil, err
	}
	id := c.outputs.add(out)
	c.outputs.setCurrent(out)
	c.began()
	ended := c.cells.expect(id)
	c.box.now(evalCell, id, body)
	o, ok := c.await(ctx, id, ended)
	if !ok {
		return nil, c.death()
	}
	c.ended(cell.Number)
	return o.Bundle, o.err()
}

// await waits for the end of a cell and passes on that it is to be stopped. ok
// is false if the worker died.
func (c *child) await(ctx context.Context, id uint64, ended <-chan outcome) (o outcome, ok bool) {
	var timeout <-chan time.Time
	interrupted := ctx.Done()
	for {
		select {
		case o := <-ended:
			return o, true
		case <-c.gone:
			select {
			case o := <-ended: // it was the last thing the worker said
				return o, true
			default:
				return o, false
			}
		case <-interrupted:
			interrupted = nil
			c.box.now(cancelCell, id, nil)
			timer := time.NewTimer(c.stubborn)
			defer timer.Stop()
			timeout = timer.C
		case <-timeout:
			c.kill(fmt.Sprintf("it was killed, as it did not end the interrupted cell within %v", c.stubborn))
		}
	}
}
