package worker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

func TestValuesStayFromCellToCell(t *testing.T) {
	s := newSession(t)
	s.play("set 42")
	if got, _ := s.play("get"); got != "42" {
		t.Errorf("got %q, want 42", got)
	}
}

// TestEverythingArrives: whatever a cell says comes in order, and before its
// end.
func TestEverythingArrives(t *testing.T) {
	const plain = `out
stderr: err
display id: {"n":12345678901234567,"text/plain":"figure"} map[k:true]
update id: {"text/plain":"figure 2"} map[]
clear true
`
	const more = `page {"text/plain":"page"}
next next true
leave
comm {Type:open ID:1 Target:t Data:map[] Metadata:map[] Buffers:[[0 255]]}
`
	s := newSession(t)
	plainTape, frontendsTape := newTape(), newTape()
	for _, tt := range []struct {
		name string
		out  interpreter.Output
		tape *tape
		want string
	}{
		{"output", plainTape, plainTape, plain + "end\n"},
		{"frontend", frontendTape{frontendsTape}, frontendsTape, plain + more + "end\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result, err := s.run("everything", tt.out)
			if result != "result" || err != nil {
				t.Errorf("result %q, error %v", result, err)
			}
			if diff := cmp.Diff(tt.want, tt.tape.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorsTravelWhole(t *testing.T) {
	s := newSession(t)
	want := &interpreter.Error{
		Name: "panic", Value: "one line", Traceback: []string{"panic", "\x1b[31mline\x1b[0m"},
		Line: 3, Col: 4, Status: 5,
	}
	_, err := s.run("fail", newTape())
	if diff := cmp.Diff(error(want), err); diff != "" {
		t.Error(diff)
	}
	if _, err := s.run("fail in other words", newTape()); err == nil || err.Error() != "in other words" {
		t.Errorf("got %v, want in other words", err)
	}
}

// TestWhatCannotBeSent is said, to the cell and in the place of its result.
func TestWhatCannotBeSent(t *testing.T) {
	out := newTape()
	_, err := newSession(t).run("garbage", out)
	if err == nil || !strings.Contains(err.Error(), "the result cannot be sent: json: unsupported type") {
		t.Errorf("error %v", err)
	}
	if got := out.String(); !strings.HasPrefix(got, "stderr: display: json: unsupported type") {
		t.Errorf("said %q", got)
	}
}

// TestQuestionsWhileACellSpins: all of them are answered.
func TestQuestionsWhileACellSpins(t *testing.T) {
	s := newSession(t)
	ctx, cancel := context.WithCancel(t.Context())
	out := newTape()
	ended := make(chan error)
	go func() {
		_, err := s.Eval(ctx, interpreter.Cell{Code: "spin started"}, out)
		ended <- err
	}()
	out.await("started")

	c := s.Complete("fmt.P", 4)
	i, ok := s.Inspect("fmt", 1, 2)
	d := s.IsComplete("{")
	names := s.Names()
	said := newTape()
	heard := s.Comm(interpreter.CommMessage{Target: "t", Buffers: [][]byte{[]byte("!")}}, said)
	unheard := s.Comm(interpreter.CommMessage{Buffers: [][]byte{nil}}, said)
	said.await("t!")
	got := fmt.Sprint(c, i, ok, d, names, heard, unheard)
	const want = "{[{fmt.P module  }] 4 5} map[text/plain:fmt1 2] true {incomplete {} [{x var   2}] true false"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	cancel()
	var e *interpreter.Error
	if err := <-ended; !errors.As(err, &e) || e.Name != interpreter.Interrupted {
		t.Errorf("the cell ended with %v, want %s", err, interpreter.Interrupted)
	}
}

// TestInterruptBesideCells: what cells have left behind is interrupted, too.
func TestInterruptBesideCells(t *testing.T) {
	s := newSession(t)
	out := newTape()
	if _, err := s.run("beside stopped", out); err != nil {
		t.Fatal(err)
	}
	s.Interrupt()
	out.await("stopped")
}

func TestInput(t *testing.T) {
	s := newSession(t)
	for _, tt := range []struct{ prompt, want string }{
		{"name", "answer to name false"},
		{"password", "answer to password true"},
	} {
		if got, _ := s.play("input " + tt.prompt); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	if _, err := s.run("input", newTape()); err == nil || err.Error() != "nobody is there" {
		t.Errorf("got %v, want nobody is there", err)
	}
}
