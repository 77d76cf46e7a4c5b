//go:build unix

package magic

import (
	"context"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// await waits until a text has been written.
func (t *tape) await(tb testing.TB, text string) {
	tb.Helper()
	limit := time.After(20 * time.Second)
	for !strings.Contains(t.String(), text) {
		select {
		case <-t.wrote:
		case <-limit:
			tb.Fatalf("got %q, want %q in it", t, text)
		}
	}
}

// TestInterrupt: an interrupt ends a command with all that it has started, also
// one that does not heed SIGTERM, and Go between magics.
func TestInterrupt(t *testing.T) {
	tests := []struct{ name, code string }{
		{"a command", "!echo ready; sleep 1000"},
		{"what it has started", "%%sh\n(echo ready; sleep 1000) | cat\n"},
		{"one that does not heed", "%%sh\ntrap '' TERM\necho ready\nwhile :; do sleep 0.1; done\n"},
		{"Go that is timed", "%time fmt.Println(\"ready\"); for {}"},
		{"Go that is timed often", "%timeit fmt.Println(\"ready\"); time.Sleep(time.Second)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNotebook(t)
			out := newTape()
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- n.runInto(ctx, tt.code+"\n", out, out) }()
			out.await(t, "ready")
			cancel()
			err := <-ended
			e, ok := err.(*interpreter.Error)
			if !ok || e.Name != interpreter.Interrupted {
				t.Errorf("the cell ends with %v, want an interrupt", err)
			}
			if got := n.run("1 + 1"); got != "= 2\n" {
				t.Errorf("the next cell says %q", got)
			}
		})
	}
}

// TestInterruptBesideCells: an interrupt reaches a handler of a comm, also
// while a command runs.
func TestInterruptBesideCells(t *testing.T) {
	n := newNotebook(t)
	cell := newTape()
	err := n.runInto(t.Context(), `display.HandleComm("spin", func(c *display.Comm, _ map[string]any) {
	defer fmt.Println("stopped")
	fmt.Println("spins")
	for {
	}
})`, stage{cell}, cell)
	if err != nil {
		t.Fatal(err)
	}
	n.Comm(interpreter.CommMessage{Type: "open", ID: "1", Target: "spin"}, stage{cell})
	cell.await(t, "spins")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	command, ended := newTape(), make(chan error)
	go func() { ended <- n.runInto(ctx, "!echo ready; sleep 1000\n", command, command) }()
	command.await(t, "ready")
	n.Interrupt()
	cell.await(t, "stopped")
	cancel()
	<-ended
}

// TestStream: what a command prints is there before it ends.
func TestStream(t *testing.T) {
	n := newNotebook(t)
	if err := syscall.Mkfifo("gate", 0o600); err != nil {
		t.Fatal(err)
	}
	out := newTape()
	ended := make(chan error)
	go func() { ended <- n.runInto(t.Context(), "!echo first; cat gate; echo last", out, out) }()
	out.await(t, "first\n")
	if err := os.WriteFile("gate", []byte("through\n"), 0); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil || out.String() != "first\nthrough\nlast\n" {
		t.Errorf("got %q and %v", out, err)
	}
}

// TestClose: the end of the session ends its commands.
func TestClose(t *testing.T) {
	n := newNotebook(t)
	out := newTape()
	ended := make(chan error)
	go func() { ended <- n.runInto(t.Context(), "!echo ready; sleep 1000", out, out) }()
	out.await(t, "ready")
	n.Close()
	if err := <-ended; err == nil {
		t.Error("the command ends well")
	}
}

// TestWritefileToDevice: what is no file is written to, and stays what it is.
func TestWritefileToDevice(t *testing.T) {
	n := newNotebook(t)
	if err := syscall.Mkfifo("device", 0o600); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"", "-a "} {
		read := make(chan string)
		go func() {
			text, _ := os.ReadFile("device")
			read <- string(text)
		}()
		n.run("%%writefile " + flag + "device\ntext")
		info, err := os.Stat("device")
		if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
			t.Fatalf("the pipe has become %v, %v", info.Mode(), err)
		}
		if got := <-read; got != "text\n" {
			t.Errorf("the pipe was told %q", got)
		}
	}
}

// TestWritefile: a file keeps its mode, and a link leads where it led.
func TestWritefile(t *testing.T) {
	n := newNotebook(t)
	if err := os.WriteFile("tool", []byte("old"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("tool", "link"); err != nil {
		t.Fatal(err)
	}
	n.run("%%writefile link\nnew")
	text, _ := os.ReadFile("tool")
	info, _ := os.Lstat("tool")
	link, _ := os.Lstat("link")
	if string(text) != "new\n" || info.Mode().Perm() != 0o755 || link.Mode()&os.ModeSymlink == 0 {
		t.Errorf("tool holds %q with mode %v, link is %v", text, info.Mode(), link.Mode())
	}
	if entries, _ := os.ReadDir("."); len(entries) != 2 {
		t.Errorf("the folder holds %v, want nothing that was left behind", entries)
	}
}
