package kernel_test

import (
	"context"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/symbols"
)

// TestGoSession runs Go cells through the whole kernel tower, as a notebook
// does.
func TestGoSession(t *testing.T) {
	k := kernel.New(kernel.Options{Interpreter: func() (interpreter.Interpreter, error) {
		return interpreter.New(interpreter.Options{
			Symbols: symbols.Packages(), Wrappers: symbols.Wrappers(), Types: symbols.Importer(),
			Members: symbols.Members, Docs: symbols.Doc, Preload: symbols.Preload(),
		})
	}})
	c := k.Connect(context.Background())
	defer c.Close()
	tests := []struct{ name, code, want string }{
		{"a value", "6 * 7", "in[1]\nout[1] 42\n"},
		{"a name that the next cell knows", `who := "cell"`, "in[2]\n"},
		{"prints and a value", `fmt.Println("hello,", who); len(who)`, "in[3]\nstdout \"hello, cell\\n\"\nout[3] 4\n"},
		{"standard error", `fmt.Fprint(os.Stderr, "oops")`, "in[4]\nstderr \"oops\"\n"},
		{"a display between prints", "fmt.Print(1)\ndisplay.Show(display.HTML(\"<b>x</b>\"))\nfmt.Print(2)", "in[5]\nstdout \"1\"\ndisplay_data"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, reply := run(t, c, tt.code)
			if reply.Status != "ok" || !strings.HasPrefix(got, tt.want) {
				t.Errorf("said %s\nwith %+v\nwant %s", got, reply, tt.want)
			}
		})
	}
	if got, reply := run(t, c, `panic("as intended")`); reply.Status != "error" || !strings.Contains(got, "as intended") {
		t.Errorf("a panic said %s with %+v", got, reply)
	}
	ctx, cancel := context.WithCancel(context.Background())
	reply, err := c.Execute(ctx, "fmt.Println(\"go\")\nfor { time.Sleep(time.Millisecond) }", func(o kernel.Output) {
		if o.Type == "stream" {
			cancel()
		}
	})
	if err != nil || reply.EName != interpreter.Interrupted {
		t.Errorf("an endless loop ended with %+v, %v", reply, err)
	}
	if got, _ := run(t, c, "who"); !strings.Contains(got, "out[8] cell") {
		t.Errorf("after the interrupt, who is %q", got)
	}
	if reply, err := c.Complete(context.Background(), "fmt.Printl🙂", 10); err != nil || len(reply.Matches) != 1 || reply.Matches[0] != "Println" {
		t.Errorf("completion is %+v, %v, want Println", reply, err)
	}
}
