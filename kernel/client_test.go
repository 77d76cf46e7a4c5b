package kernel_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

func nan() float64 { return math.NaN() }

// said writes outputs one a line.
func said(outputs []kernel.Output) string {
	var b strings.Builder
	for _, o := range outputs {
		switch o.Type {
		case "stream":
			fmt.Fprintf(&b, "%s %q\n", o.Name, o.Text)
		case "execute_input":
			fmt.Fprintf(&b, "in[%d]\n", o.ExecutionCount)
		case "execute_result":
			fmt.Fprintf(&b, "out[%d] %v\n", o.ExecutionCount, o.Data["text/plain"])
		case "error":
			fmt.Fprintf(&b, "error %s: %s %q\n", o.EName, o.EValue, o.Traceback)
		case "clear_output":
			fmt.Fprintf(&b, "clear wait=%v\n", o.Wait)
		default:
			fmt.Fprintf(&b, "%s %v id=%q\n", o.Type, o.Data["text/plain"], o.DisplayID)
		}
	}
	return b.String()
}

// run executes a cell and returns what it said and how it ended.
func run(t testing.TB, c *kernel.Client, code string) (string, kernel.Reply) {
	t.Helper()
	var outputs []kernel.Output
	reply, err := c.Execute(context.Background(), code, func(o kernel.Output) { outputs = append(outputs, o) })
	if err != nil {
		t.Fatalf("Execute %q: %v", code, err)
	}
	return said(outputs), reply
}

// TestExecute states what frontends hear of a cell, in order.
func TestExecute(t *testing.T) {
	c := connect(t)
	tests := []struct {
		name, code, want, status string
	}{
		{"prints on two streams keep their order", "print a\nwarn b\nprint c", "stdout \"a\\n\"\nstderr \"b\\n\"\nstdout \"c\\n\"\n", "ok"},
		{"adjacent prints travel together", "print a\nprint b", "stdout \"a\\nb\\n\"\n", "ok"},
		{"a display between prints stays between them", "print a\nshow x\nprint b", "stdout \"a\\n\"\ndisplay_data x id=\"\"\nstdout \"b\\n\"\n", "ok"},
		{"a display is updated in its place", "place x", "display_data x id=\"id-1\"\nupdate_display_data x! id=\"id-1\"\n", "ok"},
		{"clearing", "clear wait", "clear wait=true\n", "ok"},
		{"characters come whole although their bytes are written one by one", "raw 🙂é", "stdout \"🙂é\"\n", "ok"},
		{"a character that never gets whole is shown as broken", "raw \xf0\x9f", "stdout \"\uFFFD\uFFFD\"\n", "ok"},
		{"a value", "print a\nvalue 7", "stdout \"a\\n\"\nout[N] 7\n", "ok"},
		{"a failure, after what was said before it", "print a\nfail oops", "stdout \"a\\n\"\nerror panic: oops [\"In[1]:1:1\" \"oops\"]\n", "error"},
		{"a panic of the interpreter is a failure", "panic oops", "error KernelError: kernel: interpreter: panic: oops [\"KernelError: kernel: interpreter: panic: oops\"]\n", "error"},
		{"what JSON cannot say is reported in its place", "print a\nnan\nprint b", "stdout \"a\\n\"\nstderr \"display: json: unsupported value: NaN\\n\"\nstdout \"b\\n\"\n", "ok"},
		{"no question can be asked in a headless run", "ask name?", "error InputError: kernel: input: the frontend cannot ask anybody [\"InputError: kernel: input: the frontend cannot ask anybody\"]\n", "error"},
		{"nothing", "", "", "ok"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, reply := run(t, c, tt.code)
			want := fmt.Sprintf("in[%d]\n", i+1) + strings.ReplaceAll(tt.want, "out[N]", fmt.Sprintf("out[%d]", i+1))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if reply.Status != tt.status || reply.ExecutionCount != i+1 {
				t.Errorf("reply %s with count %d, want %s with %d", reply.Status, reply.ExecutionCount, tt.status, i+1)
			}
		})
	}
}

// TestFloodArrives prints more than any queue holds.
func TestFloodArrives(t *testing.T) {
	c := connect(t)
	const lines = 1_000_000
	var text strings.Builder
	messages := 0
	_, err := c.Execute(context.Background(), fmt.Sprintf("flood %d", lines), func(o kernel.Output) {
		if o.Type == "stream" {
			messages++
			text.WriteString(o.Text)
			if len(o.Text) > 64<<10 {
				t.Fatalf("message of %d bytes, want at most 64 KiB", len(o.Text))
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	for line := range strings.Lines(text.String()) {
		if line != fmt.Sprintf("%d\n", next) {
			t.Fatalf("line %d is %q", next, line)
		}
		next++
	}
	if next != lines {
		t.Errorf("%d lines arrived, want %d", next, lines)
	}
	if messages > 1000 {
		t.Errorf("%d messages for %d bytes, want text to travel together", messages, text.Len())
	}
}

// TestLargeCode runs a cell of 10 MB.
func TestLargeCode(t *testing.T) {
	c := connect(t)
	const character = "é🙂x"
	text := strings.Repeat(character, 10<<20/len(character))
	var value any
	_, err := c.Execute(context.Background(), "value "+text, func(o kernel.Output) { value = o.Data["text/plain"] })
	if err != nil || value != text {
		t.Errorf("error %v, or the value is not the text", err)
	}
}

func TestContextInterruptsCell(t *testing.T) {
	c := connect(t)
	ctx, cancel := context.WithCancel(context.Background())
	reply, err := c.Execute(ctx, "print a\nspin", func(o kernel.Output) {
		if o.Type == "stream" {
			cancel()
		}
	})
	if err != nil || reply.EName != interpreter.Interrupted {
		t.Fatalf("got reply %+v, error %v, want an Interrupted reply", reply, err)
	}
	if reply, err = c.Execute(ctx, "spin", nil); err != nil || reply.EName != interpreter.Interrupted {
		t.Errorf("with a context that had ended: got reply %+v, error %v, want an Interrupted reply", reply, err)
	}
	if got, _ := run(t, c, "value 1"); !strings.Contains(got, "out[3] 1") {
		t.Errorf("after the interrupts: got %q, want out[3] 1", got)
	}
}

// TestControlWhileBusy asks a kernel whose cell spins.
func TestControlWhileBusy(t *testing.T) {
	c := connect(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		reply, err := c.Execute(context.Background(), "show x\nspin", func(o kernel.Output) {
			if o.Type != "display_data" {
				return
			}
			wg.Go(func() {
				if info, err := c.KernelInfo(context.Background()); err != nil || info.LanguageInfo.Name != "go" {
					t.Errorf("KernelInfo while a cell spins: %+v, %v", info, err)
				}
				c.Interrupt()
			})
		})
		if err != nil || reply.Status != "error" {
			t.Errorf("got %+v, %v, want an error reply", reply, err)
		}
	})
	wg.Wait()
}

func TestKernelInfoBeforeInterpreter(t *testing.T) {
	release := make(chan struct{})
	k := kernel.New(kernel.Options{Interpreter: func() (interpreter.Interpreter, error) {
		<-release
		return newScript(), nil
	}})
	c := k.Connect(context.Background())
	if _, err := c.KernelInfo(context.Background()); err != nil {
		t.Errorf("KernelInfo: %v", err)
	}
	close(release)
	if _, reply := run(t, c, "value 1"); reply.Status != "ok" {
		t.Errorf("got %+v, want ok", reply)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// TestNoInterpreter has three ways to have none; the kernel answers in each.
func TestNoInterpreter(t *testing.T) {
	tests := []struct {
		name string
		make func() (interpreter.Interpreter, error)
	}{
		{"an error", func() (interpreter.Interpreter, error) { return nil, errors.New("no tables") }},
		{"a panic", func() (interpreter.Interpreter, error) { panic("no tables") }},
		{"none given", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := kernel.New(kernel.Options{Interpreter: tt.make}).Connect(context.Background())
			if _, reply := run(t, c, "value 1"); reply.EName != "KernelError" {
				t.Errorf("got %+v, want a KernelError", reply)
			}
			if _, err := c.Complete(context.Background(), "p", 1); err == nil {
				t.Error("Complete succeeds, want an error")
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCloseEndsRunningCell(t *testing.T) {
	s := newScript()
	c := kernel.New(options(s)).Connect(context.Background())
	started, ended := make(chan struct{}), make(chan kernel.Reply, 1)
	go func() {
		reply, err := c.Execute(context.Background(), "show x\nspin", func(o kernel.Output) {
			if o.Type == "display_data" {
				close(started)
			}
		})
		if err != nil {
			t.Errorf("Execute: %v", err)
		}
		ended <- reply
	}()
	<-started
	if err := c.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if reply := <-ended; reply.EName != interpreter.Interrupted {
		t.Errorf("got %+v, want Interrupted", reply)
	}
	if !s.closed {
		t.Error("the interpreter was not closed")
	}
	if _, err := c.Execute(context.Background(), "value 1", nil); !errors.Is(err, kernel.ErrClosed) {
		t.Errorf("Execute after Close: %v, want ErrClosed", err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestServeOnce(t *testing.T) {
	k := kernel.New(options(newScript()))
	first := k.Connect(context.Background())
	defer first.Close()
	if _, err := first.KernelInfo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := k.Connect(context.Background()).Close(); err == nil {
		t.Error("a kernel is served twice, want an error")
	}
}

// TestTwoKernels runs two kernels in one process: they share nothing.
func TestTwoKernels(t *testing.T) {
	a, b := connect(t), connect(t)
	run(t, a, "value 1")
	if got, _ := run(t, b, "number"); got != "in[1]\nout[1] 1\n" {
		t.Errorf("got %q, want a first cell", got)
	}
}

// BenchmarkExecute is a trivial cell from request to idle over the pipe.
func BenchmarkExecute(b *testing.B) {
	c := connect(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Execute(context.Background(), "value 1", nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrint is a cell that prints 100,000 lines.
func BenchmarkPrint(b *testing.B) {
	c := connect(b)
	for b.Loop() {
		if _, err := c.Execute(context.Background(), "flood 100000", nil); err != nil {
			b.Fatal(err)
		}
	}
}
