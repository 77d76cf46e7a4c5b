package interpreter

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/symbols"
)

// tape records what a cell says, in order: streams, displays, results.
type tape struct {
	mu    sync.Mutex
	text  strings.Builder
	input []string // lines to answer Input with
}

func (t *tape) write(format string, v ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(&t.text, format, v...)
}

func (t *tape) Stdout(p []byte) { t.write("%s", p) }
func (t *tape) Stderr(p []byte) { t.write("%s", prefixed("stderr: ", plainly(string(p)))) }

func (t *tape) Display(b display.Bundle, _ map[string]any, _ string) {
	t.write("display: %v\n", b["text/plain"])
}

func (t *tape) Update(b display.Bundle, _ map[string]any, _ string) {
	t.write("update: %v\n", b["text/plain"])
}

func (t *tape) Clear(bool) { t.write("clear\n") }

func (t *tape) Input(prompt string, _ bool) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.input) == 0 {
		return "", fmt.Errorf("no input")
	}
	line := t.input[0]
	t.input = t.input[1:]
	return line, nil
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// plainly returns text without colours.
func plainly(text string) string { return colours.ReplaceAllString(text, "") }

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// prefixed puts a mark in front of each line.
func prefixed(prefix, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(prefix + line)
	}
	return b.String()
}

func options() Options {
	return Options{
		Symbols: symbols.Packages(), Wrappers: symbols.Wrappers(), Types: symbols.Importer(),
		Members: symbols.Members, Docs: symbols.Doc, Preload: symbols.Preload(),
	}
}

func newSession(t testing.TB) *Session {
	t.Helper()
	s, err := New(options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// notebook runs cells one after another.
type notebook struct {
	t testing.TB
	*Session
	count int
}

func newNotebook(t testing.TB) *notebook { return &notebook{t: t, Session: newSession(t)} }

// run runs a cell and returns all it said, its result and its error.
func (n *notebook) run(code string, input ...string) string {
	out := &tape{input: input}
	// Nothing that the tests run in full takes long: what hangs is a failure.
	limit := 5 * time.Second
	if raceDetector {
		limit *= 6
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	n.runInto(ctx, code, out)
	return out.String()
}

func (n *notebook) runInto(ctx context.Context, code string, out *tape) error {
	n.count++
	b, err := n.Eval(ctx, Cell{Number: n.count, Code: code}, out)
	if err != nil {
		e := err.(*Error)
		out.write("%s: %s\n%s", e.Name, e.Value, prefixed("| ", plainly(strings.Join(e.Traceback, "\n")+"\n")))
	}
	if b != nil {
		out.write("= %v\n", b["text/plain"])
	}
	return err
}
