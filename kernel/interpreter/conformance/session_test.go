package conformance

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/symbols"
)

// newSession returns a session with all that a notebook's has.
func newSession() (*interpreter.Session, error) {
	return interpreter.New(interpreter.Options{
		Symbols: symbols.Packages(), Wrappers: symbols.Wrappers(), Types: symbols.Importer(),
		Members: symbols.Members, Docs: symbols.Doc, Preload: symbols.Preload(),
	})
}

// interpret runs a job in a new session.
func interpret(j job) outcome {
	s, err := newSession()
	if err != nil {
		return outcome{Failure: "dies: " + err.Error(), Spent: true}
	}
	defer s.Close()
	out := &tape{}
	for i, code := range j.Cells {
		ctx, cancel := context.WithTimeout(context.Background(), j.Limit)
		bundle, err := s.Eval(ctx, interpreter.Cell{Number: i + 1, Code: code}, out)
		late := ctx.Err() != nil
		cancel()
		if late {
			return outcome{out.String(), fmt.Sprintf("hangs: still running after %v", j.Limit), true}
		}
		if j.Notebook {
			out.record(bundle, err)
		} else if err != nil {
			end := ending(err)
			out.line(end)
			return outcome{Text: out.String(), Failure: failure(err, end)}
		}
	}
	return outcome{Text: out.String()}
}

// record writes down the result of a cell.
func (t *tape) record(b display.Bundle, err error) {
	if b != nil {
		t.line(fmt.Sprintf("= %v", b["text/plain"]))
	}
	if e, ok := err.(*interpreter.Error); ok {
		t.line(fmt.Sprintf("%s: %s", e.Name, e.Value))
	}
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// ending returns what a Go program says last when it ends as this error tells:
// its panic, and its status where that is not 0.
func ending(err error) string {
	e, ok := err.(*interpreter.Error)
	if !ok {
		return err.Error()
	}
	headline := e.Name + ": " + e.Value
	if len(e.Traceback) > 0 {
		headline = ansi.ReplaceAllString(e.Traceback[0], "")
	}
	switch e.Name {
	case "exit":
		return status(strconv.Itoa(e.Status))
	case "panic", "runtime error", "fatal error", "deadlock":
		return headline + "\n" + status("2")
	}
	return e.Name + ": " + e.Value
}

func status(code string) string {
	if code == "0" {
		return ""
	}
	return "exit status " + code
}

// failure tells of a program that ended early, in one line.
func failure(err error, end string) string {
	if end == "" {
		return "" // by os.Exit(0)
	}
	return "fails: " + strings.ReplaceAll(err.Error(), "\n", " ")
}

// maxText bounds what is kept of the output of a program.
const maxText = 1 << 20

// tape keeps what cells say, the streams together, in order.
type tape struct {
	mu   sync.Mutex
	text strings.Builder
}

var _ interpreter.Output = (*tape)(nil)

// Write makes a tape the standard streams of bare yaegi.
func (t *tape) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.text.Len() < maxText {
		t.text.Write(p)
	}
	return len(p), nil
}

// line writes a line of its own, unless it is empty.
func (t *tape) line(text string) {
	if text == "" {
		return
	}
	if said := t.String(); said != "" && !strings.HasSuffix(said, "\n") {
		text = "\n" + text
	}
	fmt.Fprintln(t, text)
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

func (t *tape) Stdout(p []byte) { t.Write(p) }
func (t *tape) Stderr(p []byte) { t.Write(p) }

// Display, Update and Clear are not part of what Go has.
func (t *tape) Display(b display.Bundle, _ map[string]any, _ string) {
	t.line("display: " + strconv.Quote(fmt.Sprint(b["text/plain"])))
}
func (t *tape) Update(display.Bundle, map[string]any, string) {}
func (t *tape) Clear(bool)                                    {}

func (t *tape) Input(string, bool) (string, error) { return "", fmt.Errorf("nobody to ask") }
