package worker

import (
	"bufio"
	"errors"
	"io"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// read reads what the worker says, until its end. What somebody waits for, not
// what a cell says, is handed over at once.
func (c *child) read(r *bufio.Reader) {
	for {
		f, err := readFrame(r)
		if err != nil {
			c.hungUp(err)
			return
		}
		switch f.kind {
		case ready:
			c.once.Do(func() { close(c.up) }) // compiled code can write to our pipe, and say it again
		case answered:
			c.questions.end(f.id, f)
		default:
			c.inbox.put(f)
		}
	}
}

// hungUp sees to it that a worker ends whose pipe has: one that cannot say
// anything any more is of no use.
func (c *child) hungUp(err error) {
	// Its end may have come in the middle of a frame, and has a cause of its own.
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		c.kill("it was killed, as what it says cannot be read: " + err.Error())
		return
	}
	within(farewell, c.exited)
	c.kill("it was killed, as it says nothing any more: its descriptors are closed")
}

// deliverAll hands on what the cells say, in order, and tells the worker how
// much it may send.
func (c *child) deliverAll() {
	done := 0
	for frames := c.inbox.take(); len(frames) > 0; frames = c.inbox.take() {
		for _, f := range frames {
			if err := c.deliver(f); err != nil {
				c.log.Warn("the worker said something strange", "error", err)
			}
			if f.kind != evalEnded {
				done += len(f.body)
			}
			if done >= piece {
				c.box.send(acknowledged, uint64(done), nil)
				done = 0
			}
		}
	}
}

func (c *child) deliver(f frame) error {
	switch f.kind {
	case evalEnded:
		var o outcome
		if err := f.decode(&o); err != nil {
			o = outcome{Text: err.Error()}
		}
		c.settle()
		c.cells.end(f.id, o)
		return nil
	case released:
		c.outputs.remove(f.id)
		return nil
	case inputAsked:
		var q inputRequest
		if err := f.decode(&q); err != nil {
			return err
		}
		if out := c.outputs.get(q.Output); out != nil {
			go c.input(out, f.id, q)
		}
		return nil
	}
	out := c.outputs.get(f.id)
	if out == nil {
		return nil
	}
	return say(out, f)
}

// settle sees to it that everything has arrived that was written to the
// worker's standard descriptors.
func (c *child) settle() {
	for _, s := range c.strays {
		s.dry()
	}
	c.words.settle()
}

// input asks the person at the frontend.
func (c *child) input(out interpreter.Output, id uint64, q inputRequest) {
	text, err := out.Input(q.Prompt, q.Password)
	l := line{Text: text}
	if err != nil {
		l.Error = err.Error()
	}
	if body, err := encode(l); err == nil {
		c.box.send(inputAnswer, id, body)
	}
}

// say hands a frame to the output it is for.
func say(out interpreter.Output, f frame) error {
	switch f.kind {
	case stdout:
		out.Stdout(f.body)
	case stderr:
		out.Stderr(f.body)
	case show:
		var s shown
		if err := f.decode(&s); err != nil {
			return err
		}
		if s.Update {
			out.Update(s.Bundle, s.Metadata, s.ID)
		} else {
			out.Display(s.Bundle, s.Metadata, s.ID)
		}
	case clearAll:
		var wait bool
		if err := f.decode(&wait); err != nil {
			return err
		}
		out.Clear(wait)
	default:
		if fe, ok := out.(interpreter.Frontend); ok {
			return tell(fe, f)
		}
	}
	return nil
}

// tell hands a frame to the frontend it is for.
func tell(to interpreter.Frontend, f frame) error {
	switch f.kind {
	case page:
		var b display.Bundle
		if err := f.decode(&b); err != nil {
			return err
		}
		to.Page(b)
	case nextInput:
		var n nextCell
		if err := f.decode(&n); err != nil {
			return err
		}
		to.NextInput(n.Code, n.Replace)
	case leave:
		to.Leave()
	case comm:
		var m interpreter.CommMessage
		if err := f.decode(&m); err != nil {
			return err
		}
		to.Comm(m)
	}
	return nil
}

// strayOut takes what is written to descriptor 1.
func (c *child) strayOut(p []byte) {
	if out := c.outputs.current(); out != nil {
		out.Stdout(p)
	}
}

// strayErr takes what is written to descriptor 2, but for the last words.
func (c *child) strayErr(p []byte) {
	if out := c.outputs.current(); out != nil {
		out.Stderr(p)
	}
}
