package magic

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/symbols"
)

// tape records what a cell says, in order.
type tape struct {
	mu    sync.Mutex
	text  strings.Builder
	input []string
	wrote chan struct{} // told of every write, if there is room
}

func newTape(input ...string) *tape { return &tape{input: input, wrote: make(chan struct{}, 1)} }

func (t *tape) write(format string, v ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(&t.text, format, v...)
	select {
	case t.wrote <- struct{}{}:
	default:
	}
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

func (t *tape) Stdout(p []byte) { t.write("%s", p) }
func (t *tape) Stderr(p []byte) { t.write("stderr: %s", p) }

func (t *tape) Display(b display.Bundle, _ map[string]any, _ string) {
	t.write("display: %v\n", b["text/plain"])
}
func (t *tape) Update(display.Bundle, map[string]any, string) {}
func (t *tape) Clear(bool)                                    {}

func (t *tape) Input(prompt string, _ bool) (string, error) {
	t.write("%s", prompt)
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.input) == 0 {
		return "", errors.New("no input")
	}
	line := t.input[0]
	t.input = t.input[1:]
	t.text.WriteString(line + "\n")
	return line, nil
}

// stage is a tape that is a frontend.
type stage struct{ *tape }

func (s stage) Page(b display.Bundle) { s.write("page: %v\n", b["text/plain"]) }
func (s stage) NextInput(code string, replace bool) {
	s.write("next input (replace %v):\n%s", replace, code)
}
func (s stage) Leave()                         { s.write("leave\n") }
func (s stage) Comm(m interpreter.CommMessage) { s.write("comm: %s\n", m.Type) }

var (
	_ interpreter.Output   = (*tape)(nil)
	_ interpreter.Frontend = stage{}
)

// newMagic returns a Magic around a session of Go.
func newMagic(t testing.TB) *Magic {
	t.Helper()
	m, err := New(Options{New: func() (interpreter.Interpreter, error) {
		return interpreter.New(interpreter.Options{
			Symbols: symbols.Packages(), Wrappers: symbols.Wrappers(), Types: symbols.Importer(),
			Members: symbols.Members, Docs: symbols.Doc, Preload: symbols.Preload(),
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// notebook runs cells one after another.
type notebook struct {
	t testing.TB
	*Magic
	count int
}

func newNotebook(t testing.TB) *notebook {
	t.Chdir(t.TempDir())
	return &notebook{t: t, Magic: newMagic(t)}
}

// run runs a cell and returns what it says, its result and its error.
func (n *notebook) run(code string, input ...string) string {
	out := newTape(input...)
	n.runInto(n.t.Context(), code, stage{out}, out)
	return out.String()
}

func (n *notebook) runInto(ctx context.Context, code string, out interpreter.Output, to *tape) error {
	n.count++
	b, err := n.Eval(ctx, interpreter.Cell{Number: n.count, Code: code}, out)
	if err != nil {
		e := err.(*interpreter.Error)
		to.write("%s: %s\n", e.Name, e.Value)
		for _, l := range e.Traceback {
			l = colours.ReplaceAllString(l, "")
			to.write("| %s\n", l)
		}
	}
	if b != nil {
		to.write("= %v\n", b["text/plain"])
	}
	return err
}

// echo is an interpreter that knows nothing and remembers the cells it got.
type echo struct {
	cells []interpreter.Cell
	asked []string
	known []interpreter.Name
}

func (e *echo) Eval(_ context.Context, c interpreter.Cell, _ interpreter.Output) (display.Bundle, error) {
	e.cells = append(e.cells, c)
	return display.Bundle{"text/plain": c.Code}, nil
}

func (e *echo) Complete(code string, cursor int) interpreter.Completion {
	e.asked = append(e.asked, code)
	return interpreter.Completion{Start: cursor, End: cursor}
}

func (e *echo) Inspect(code string, _, _ int) (display.Bundle, bool) {
	e.asked = append(e.asked, code)
	return nil, false
}

func (e *echo) IsComplete(code string) interpreter.Completeness {
	e.asked = append(e.asked, code)
	return interpreter.Completeness{Status: "complete"}
}

func (e *echo) Close() error              { return nil }
func (e *echo) Names() []interpreter.Name { return e.known }

// newEcho returns a Magic around an echo.
func newEcho(known ...string) (*Magic, *echo) {
	e := &echo{}
	for _, name := range known {
		e.known = append(e.known, interpreter.Name{Name: name, Kind: "var"})
	}
	m, _ := New(Options{New: func() (interpreter.Interpreter, error) { return e, nil }})
	return m, e
}

func cellOf(number int, code string) interpreter.Cell {
	return interpreter.Cell{Number: number, Code: code}
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")
