package worker

import (
	"context"
	"time"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// overdue is when a question counts as unanswered: a worker that does not even
// answer questions must not keep its kernel from answering others.
const overdue = 10 * time.Second

// Complete implements [interpreter.Interpreter].
func (p *Process) Complete(code string, cursor int) (c interpreter.Completion) {
	p.ask(question{About: aboutCompletion, Code: code, Cursor: cursor}, nil, &c)
	return c
}

// Inspect implements [interpreter.Interpreter].
func (p *Process) Inspect(code string, cursor, detail int) (b display.Bundle, ok bool) {
	var i inspection
	p.ask(question{About: aboutName, Code: code, Cursor: cursor, Detail: detail}, nil, &i)
	return i.Bundle, i.OK
}

// IsComplete implements [interpreter.Interpreter].
func (p *Process) IsComplete(code string) interpreter.Completeness {
	c := interpreter.Completeness{Status: "unknown"}
	p.ask(question{About: aboutCompleteness, Code: code}, nil, &c)
	return c
}

// Names implements [interpreter.Lister].
func (p *Process) Names() (names []interpreter.Name) {
	p.ask(question{About: aboutNames}, nil, &names)
	return names
}

// Comm implements [interpreter.Talker].
func (p *Process) Comm(m interpreter.CommMessage, out interpreter.Output) (ok bool) {
	p.ask(question{About: aboutComm, Comm: &m}, out, &ok)
	return ok
}

// ask puts a question to the worker and decodes its answer. There is none if
// the worker dies, or has nothing to say. What somebody prints who answers goes
// to out, if there is one.
func (p *Process) ask(q question, out interpreter.Output, answer any) {
	ctx, cancel := context.WithTimeout(context.Background(), overdue)
	defer cancel()
	c, err := p.worker(ctx)
	if err != nil {
		return
	}
	if out != nil {
		_, q.Frontend = out.(interpreter.Frontend)
		q.Output = c.outputs.add(out)
	}
	body, err := encode(q)
	if err != nil {
		c.outputs.remove(q.Output) // of which the worker never hears
		return
	}
	id, answered := c.questions.begin()
	defer c.questions.giveUp(id)
	c.box.now(ask, id, body)
	select {
	case f := <-answered:
		if len(f.body) > 0 {
			_ = f.decode(answer) // what cannot be read is no answer
		}
	case <-c.gone:
	case <-ctx.Done():
	}
}

// lives waits for the worker to say that it lives, or for its end.
func (c *child) lives() bool {
	body, err := encode(question{About: aboutLife})
	if err != nil {
		return false
	}
	id, answered := c.questions.begin()
	defer c.questions.giveUp(id)
	c.box.now(ask, id, body)
	select {
	case <-answered:
		return true
	case <-c.exited:
		return false
	}
}
