package worker

import (
	"context"
	"errors"
	"runtime"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// output is the end of an output that the worker's code holds: it passes
// everything on. It works as long as somebody holds it, also when its cell has
// ended.
type output struct {
	id    uint64
	ctx   context.Context // of the cell
	box   *outbox
	calls *calls[line]
}

// frontend is an output behind which is a frontend.
type frontend struct{ *output }

var _ interpreter.Frontend = frontend{}

// newOutput returns the output with an id. When nobody holds it any more, the
// kernel's process hears of it.
func (s *server) newOutput(ctx context.Context, id uint64, isFrontend bool) interpreter.Output {
	o := &output{id: id, ctx: ctx, box: s.box, calls: s.calls}
	box := s.box
	runtime.AddCleanup(o, func(id uint64) { box.send(released, id, nil) }, id)
	if isFrontend {
		return frontend{o}
	}
	return o
}

func (o *output) Stdout(p []byte) { o.print(stdout, p) }
func (o *output) Stderr(p []byte) { o.print(stderr, p) }

// print prints. As long as that takes, which may be long, the output is held:
// it must not be released before the text is on its way.
func (o *output) print(k kind, p []byte) {
	o.box.print(k, o.id, p)
	runtime.KeepAlive(o)
}

func (o *output) Display(b display.Bundle, metadata map[string]any, id string) {
	o.put(show, shown{Bundle: b, Metadata: metadata, ID: id})
}

func (o *output) Update(b display.Bundle, metadata map[string]any, id string) {
	o.put(show, shown{Bundle: b, Metadata: metadata, ID: id, Update: true})
}

func (o *output) Clear(wait bool) { o.put(clearAll, wait) }

func (f frontend) Page(b display.Bundle) { f.put(page, b) }

func (f frontend) NextInput(code string, replace bool) { f.put(nextInput, nextCell{code, replace}) }

func (f frontend) Leave() { f.box.output(leave, f.id, nil) }

func (f frontend) Comm(m interpreter.CommMessage) { f.put(comm, m) }

// put sends a value. What cannot be encoded is a mistake of the cell's code,
// which hears of it.
func (o *output) put(k kind, v any) {
	body, err := encode(v)
	if err != nil {
		o.Stderr([]byte("display: " + err.Error() + "\n"))
		return
	}
	o.box.output(k, o.id, body)
	runtime.KeepAlive(o)
}

var errCellOver = errors.New("input: the cell has ended or was interrupted")

// Input asks the person at the frontend, and gives up when the cell ends.
func (o *output) Input(prompt string, password bool) (string, error) {
	body, err := encode(inputRequest{o.id, prompt, password})
	if err != nil {
		return "", err
	}
	id, answer := o.calls.begin()
	o.box.output(inputAsked, id, body)
	select {
	case l := <-answer:
		if l.Error != "" {
			return "", errors.New(l.Error)
		}
		return l.Text, nil
	case <-o.ctx.Done():
		o.calls.giveUp(id)
		return "", errCellOver
	}
}
