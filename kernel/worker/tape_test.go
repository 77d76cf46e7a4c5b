package worker

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// tape records what a cell says, in order.
type tape struct {
	mu   sync.Mutex
	more sync.Cond
	text strings.Builder
}

func newTape() *tape {
	t := &tape{}
	t.more.L = &t.mu
	return t
}

func (t *tape) write(format string, v ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(&t.text, format, v...)
	t.more.Broadcast()
}

func (t *tape) Stdout(p []byte) { t.write("%s", p) }
func (t *tape) Stderr(p []byte) { t.write("stderr: %s", p) }

func (t *tape) Display(b display.Bundle, m map[string]any, id string) {
	t.write("display %s: %s %v\n", id, asJSON(b), m)
}

func (t *tape) Update(b display.Bundle, m map[string]any, id string) {
	t.write("update %s: %s %v\n", id, asJSON(b), m)
}
func (t *tape) Clear(wait bool) { t.write("clear %v\n", wait) }

func (t *tape) Input(prompt string, password bool) (string, error) {
	if prompt == "" {
		return "", fmt.Errorf("nobody is there")
	}
	return fmt.Sprintf("answer to %s %v", prompt, password), nil
}

func asJSON(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// await waits until the tape has a text on it, for as long as the test may run.
func (t *tape) await(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for !strings.Contains(t.text.String(), text) {
		t.more.Wait()
	}
}

// frontendTape is a tape for frontends.
type frontendTape struct{ *tape }

var _ interpreter.Frontend = frontendTape{}

func (t frontendTape) Page(b display.Bundle)          { t.write("page %s\n", asJSON(b)) }
func (t frontendTape) NextInput(code string, r bool)  { t.write("next %s %v\n", code, r) }
func (t frontendTape) Leave()                         { t.write("leave\n") }
func (t frontendTape) Comm(m interpreter.CommMessage) { t.write("comm %+v\n", m) }

// session is a process whose workers are puppets.
type session struct {
	*Process
	t     *testing.T
	count int
}

func newSession(t *testing.T) *session { return startSession(t, Options{}) }

func startSession(t *testing.T, o Options) *session {
	p, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return &session{Process: p, t: t}
}

// run runs a cell and returns its result and error.
func (s *session) run(code string, out interpreter.Output) (string, error) {
	s.t.Helper()
	s.count++
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	b, err := s.Eval(ctx, interpreter.Cell{Number: s.count, Code: code}, out)
	text, _ := b["text/plain"].(string)
	return text, err
}

// play runs a cell that must not fail and returns its result and what it says.
func (s *session) play(code string) (result, said string) {
	s.t.Helper()
	out := newTape()
	result, err := s.run(code, out)
	if err != nil {
		s.t.Fatalf("%s: %v", code, err)
	}
	return result, out.String()
}
