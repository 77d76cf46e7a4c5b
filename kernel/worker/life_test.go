package worker

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// TestDeathBetweenCells is told to the last cell, and to the next.
func TestDeathBetweenCells(t *testing.T) {
	s := newSession(t)
	last := newTape()
	s.play("set 1")
	if _, err := s.run("set 2", last); err != nil {
		t.Fatal(err)
	}
	p, err := os.FindProcess(s.Processes()[0])
	if err != nil {
		t.Fatal(err)
	}
	c, _, _ := s.state()
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	<-c.gone
	const want = "the values of cells 1 to 2 are lost; a fresh interpreter is ready\n"
	last.await(want)
	if _, said := s.play("get"); !strings.HasPrefix(said, "stderr: the interpreter died between cells: ") || !strings.HasSuffix(said, want) {
		t.Errorf("the next cell said %q", said)
	}
	if _, said := s.play("get"); said != "" {
		t.Errorf("the one after it said %q", said)
	}
}

// TestNoWorkerStarts: the reason is the error of every cell, and questions are
// answered with nothing.
func TestNoWorkerStarts(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options Options
		want    string
	}{
		{"no program", Options{Program: "/no/such/program"}, "no such file"},
		{"no folder", Options{Dir: "/no/such/folder"}, "no such file"},
		{"another program", Options{Program: os.Args[0], Args: []string{"-test.run=^$"}}, "ended the process with exit status 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if runtime.GOOS == "windows" {
				t.Skip("the messages are those of Unix")
			}
			p, err := Start(tt.options)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			for range 2 {
				_, err := p.Eval(t.Context(), interpreter.Cell{Code: "get"}, newTape())
				if err == nil || !strings.Contains(err.Error(), "3 workers in a row") || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error %v, want that of the start: %s", err, tt.want)
				}
			}
			if got := p.Complete("x", 0); len(got.Matches) > 0 {
				t.Errorf("completed: %v", got)
			}
		})
	}
}

func TestInterruptBeforeItRan(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newSession(t).Eval(ctx, interpreter.Cell{Code: "get"}, newTape())
	var e *interpreter.Error
	if !errors.As(err, &e) || e.Name != interpreter.Interrupted {
		t.Errorf("error %v, want %s", err, interpreter.Interrupted)
	}
}

// TestCloseWhileACellRuns: the cell ends, whatever it does.
func TestCloseWhileACellRuns(t *testing.T) {
	for _, code := range []string{"spin started", "stubborn started"} {
		t.Run(code, func(t *testing.T) {
			p, err := Start(Options{})
			if err != nil {
				t.Fatal(err)
			}
			out := newTape()
			ended := make(chan error)
			go func() {
				_, err := p.Eval(t.Context(), interpreter.Cell{Code: code}, out)
				ended <- err
			}()
			out.await("started")
			if err := p.Close(); err != nil {
				t.Error(err)
			}
			if err := <-ended; !errors.Is(err, ErrClosed) {
				t.Errorf("the cell ended with %v, want %v", err, ErrClosed)
			}
			if _, err := p.Eval(t.Context(), interpreter.Cell{Code: "get"}, out); !errors.Is(err, ErrClosed) {
				t.Errorf("a later cell ended with %v, want %v", err, ErrClosed)
			}
			if got := p.Processes(); len(got) > 0 {
				t.Errorf("processes %v are left", got)
			}
		})
	}
}

// TestIdleDeaths: however often a worker dies that does nothing, there is
// another.
func TestIdleDeaths(t *testing.T) {
	s := newSession(t)
	for range attempts + 1 {
		c, err := s.worker(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c.kill("by the test")
		<-c.gone
	}
	s.play("get")
}

// TestStubbornCell: the worker of a cell that does not heed an interrupt is
// killed, and what the cell said before stays.
func TestStubbornCell(t *testing.T) {
	s := startSession(t, Options{stubborn: time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	out := newTape()
	go func() {
		out.await("started")
		cancel()
	}()
	_, err := s.Eval(ctx, interpreter.Cell{Code: "stubborn started"}, out)
	var e *interpreter.Error
	if !errors.As(err, &e) || e.Name != Died || !strings.HasPrefix(e.Value, "it was killed, as it did not end") {
		t.Errorf("the cell ended with %v", err)
	}
	s.play("get")
}

// TestInterruptedInput: a cell that waits for an answer does so no longer when
// it is interrupted, whether or not there will be one.
func TestInterruptedInput(t *testing.T) {
	s := newSession(t)
	ctx, cancel := context.WithCancel(t.Context())
	out := absent{newTape(), cancel, make(chan struct{})}
	defer close(out.back)
	_, err := s.Eval(ctx, interpreter.Cell{Code: "input name"}, out)
	if err == nil || err.Error() != errCellOver.Error() {
		t.Errorf("the cell ended with %v, want %v", err, errCellOver)
	}
	s.play("get")
}

// absent is an output at whose frontend somebody interrupts instead of giving
// an answer.
type absent struct {
	*tape
	asked func()
	back  chan struct{}
}

func (a absent) Input(string, bool) (string, error) {
	a.asked()
	<-a.back
	return "too late", nil
}

// TestReadyTwice: what a worker says that has lost its mind does not end the
// kernel.
func TestReadyTwice(t *testing.T) {
	c := newChild(Options{}, slog.New(slog.DiscardHandler))
	said := appendHeader(appendHeader(nil, ready, 0, 0), ready, 0, 0)
	close(c.exited)
	c.read(bufio.NewReader(bytes.NewReader(said)))
	if !isClosed(c.up) {
		t.Error("the worker is not ready")
	}
}

// TestClosedAtOnce: a process may be closed before its worker is there, twice.
func TestClosedAtOnce(t *testing.T) {
	p, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
}
