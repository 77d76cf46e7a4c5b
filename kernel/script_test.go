package kernel_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// zmq4's PUB socket keeps its writer when it is closed.
		goleak.IgnoreAnyFunction("github.com/go-zeromq/zmq4.(*pubMWriter).run"))
}

// script interprets a language of one command a line, enough to say everything
// that a cell can say.
type script struct {
	mu     sync.Mutex
	closed bool
	late   chan struct{} // releases what "late" prints
	held   chan struct{} // releases what "hold" holds
	broken chan struct{} // is sent to by Interrupt

	targets map[string]bool // that cells listen to
	comms   map[string]bool // open, by id
}

func newScript() *script {
	return &script{late: make(chan struct{}), held: make(chan struct{}), broken: make(chan struct{}, 1), targets: map[string]bool{}, comms: map[string]bool{}}
}

func (s *script) Eval(ctx context.Context, cell interpreter.Cell, out interpreter.Output) (display.Bundle, error) {
	var result display.Bundle
	for line := range strings.Lines(cell.Code) {
		command, argument, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch command {
		case "":
		case "print":
			out.Stdout([]byte(argument + "\n"))
		case "raw": // bytes, one write each
			for _, b := range []byte(argument) {
				out.Stdout([]byte{b})
			}
		case "warn":
			out.Stderr([]byte(argument + "\n"))
		case "flood": // lines
			n, _ := strconv.Atoi(argument)
			for i := range n {
				out.Stdout(strconv.AppendInt(nil, int64(i), 10))
				out.Stdout([]byte("\n"))
			}
		case "show":
			out.Display(display.Bundle{"text/plain": argument}, nil, "")
		case "place":
			out.Display(display.Bundle{"text/plain": argument}, map[string]any{"k": 1}, "id-1")
			out.Update(display.Bundle{"text/plain": argument + "!"}, nil, "id-1")
		case "nan":
			out.Display(display.Bundle{"application/json": nan()}, nil, "")
		case "clear":
			out.Clear(argument == "wait")
		case "value":
			result = display.Bundle{"text/plain": argument}
		case "number":
			result = display.Bundle{"text/plain": strconv.Itoa(cell.Number)}
		case "ask", "secret":
			answer, err := out.Input(argument, command == "secret")
			if err != nil {
				return nil, &interpreter.Error{Name: "InputError", Value: err.Error()}
			}
			out.Stdout([]byte("got " + answer))
		case "beside":
			go func() {
				<-s.broken
				out.Stdout([]byte(argument))
			}()
		case "late":
			go func() {
				<-s.late
				out.Stdout([]byte(argument))
				close(s.late)
			}()
		case "spin", "hold": // until it is stopped, and then as long as it likes
			<-ctx.Done()
			if command == "hold" {
				<-s.held
			}
			return nil, &interpreter.Error{Name: interpreter.Interrupted, Value: "stopped", Traceback: []string{"stopped"}}
		case "fail":
			return nil, &interpreter.Error{Name: "panic", Value: argument, Traceback: []string{"In[1]:1:1", argument}}
		case "panic":
			panic(argument)
		default:
			if s.tell(out.(interpreter.Frontend), command, argument) {
				continue
			}
			return nil, &interpreter.Error{Name: "SyntaxError", Value: fmt.Sprintf("no command %q", command)}
		}
	}
	return result, nil
}

// tell has the commands that only a notebook understands.
func (s *script) tell(front interpreter.Frontend, command, argument string) bool {
	id, text, _ := strings.Cut(argument, " ")
	switch command {
	case "page":
		front.Page(display.Bundle{"text/plain": argument})
	case "next", "replace":
		front.NextInput(argument, command == "replace")
	case "leave":
		front.Leave()
	case "listen": // to a target
		s.mu.Lock()
		s.targets[argument] = true
		s.mu.Unlock()
	case "open": // a comm to a target
		s.mu.Lock()
		s.comms[id] = true
		s.mu.Unlock()
		front.Comm(interpreter.CommMessage{Type: "open", ID: id, Target: text, Metadata: map[string]any{"version": "2.1.0"}})
	case "say": // on a comm
		front.Comm(interpreter.CommMessage{Type: "msg", ID: id, Data: map[string]any{"said": text}, Buffers: [][]byte{[]byte(text)}})
	case "close": // a comm
		front.Comm(interpreter.CommMessage{Type: "close", ID: id})
	default:
		return false
	}
	return true
}

// Comm answers a message on an open comm with the same data and buffers, and
// prints that it did.
func (s *script) Comm(m interpreter.CommMessage, out interpreter.Output) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case m.Type == "open" && s.targets[m.Target]:
		s.comms[m.ID] = true
		return true
	case !s.comms[m.ID]:
		return false
	case m.Type == "close":
		delete(s.comms, m.ID)
		return true
	}
	out.Stdout([]byte("heard\n"))
	out.(interpreter.Frontend).Comm(m)
	return true
}

// Interrupt implements [interpreter.Interrupter].
func (s *script) Interrupt() {
	select {
	case s.broken <- struct{}{}:
	default:
	}
}

func (s *script) Complete(code string, cursor int) interpreter.Completion {
	start := strings.LastIndexAny(code[:cursor], " \n") + 1
	c := interpreter.Completion{Start: start, End: cursor}
	for _, word := range []string{"print", "panic", "🙂smile"} {
		if strings.HasPrefix(word, code[start:cursor]) {
			c.Matches = append(c.Matches, interpreter.Match{Text: word, Kind: "function", Signature: "func()"})
		}
	}
	return c
}

func (s *script) Inspect(code string, cursor, detail int) (display.Bundle, bool) {
	word := code[strings.LastIndexAny(code[:cursor], " \n")+1 : cursor]
	if word != "print" {
		return nil, false
	}
	return display.Bundle{"text/plain": fmt.Sprintf("print prints, detail %d", detail)}, true
}

func (s *script) IsComplete(code string) interpreter.Completeness {
	if strings.HasSuffix(code, "\\") {
		return interpreter.Completeness{Status: "incomplete", Indent: "\t"}
	}
	return interpreter.Completeness{Status: "complete"}
}

func (s *script) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// options are those of a kernel that runs scripts.
func options(s *script) kernel.Options {
	return kernel.Options{Interpreter: func() (interpreter.Interpreter, error) { return s, nil }, Version: "1.2.3"}
}

// connect serves a kernel that runs scripts until the test ends.
func connect(t testing.TB) *kernel.Client {
	t.Helper()
	c := kernel.New(options(newScript())).Connect(context.Background())
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return c
}
