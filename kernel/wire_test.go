package kernel_test

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// TestBadMessages sends what must be dropped; the cell after each shows that
// none of it ran and that the kernel lives.
func TestBadMessages(t *testing.T) {
	f := start(t, tcp)
	other, _ := protocol.NewSigner("hmac-sha256", "other")
	request := func(s *protocol.Signer) [][]byte {
		frames, err := protocol.Encode(protocol.Outgoing{Header: protocol.NewHeader("execute_request", "s", "u"), Content: code("number")}, s)
		if err != nil {
			t.Fatal(err)
		}
		return frames
	}
	replayed := request(f.signer)
	f.raw(f.shell, replayed)
	f.recv(f.shell)
	tests := []struct {
		name   string
		frames [][]byte
	}{
		{"another key's signature", request(other)},
		{"no signature", request(nil)},
		{"a recorded request", replayed},
		{"no delimiter", request(f.signer)[1:]},
		{"a delimiter alone", request(f.signer)[:1]},
		{"frames missing", request(f.signer)[:4]},
		{"one empty frame", [][]byte{{}}},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, s := range []zmq4.Socket{f.shell, f.control, f.stdin} {
				f.raw(s, tt.frames)
			}
			_, said := f.ask("execute_request", code("number"))
			if want := fmt.Sprintf(`"data":{"text/plain":"%d"}`, i+2); !strings.Contains(said, want) {
				t.Errorf("the next cell said %s, want %s", said, want)
			}
		})
	}
}

// TestStopOnError queues cells behind one that fails.
func TestStopOnError(t *testing.T) {
	for _, stop := range []bool{true, false} {
		t.Run(fmt.Sprintf("stop_on_error=%v", stop), func(t *testing.T) {
			f := start(t, tcp)
			first := f.send(f.shell, "execute_request", code("ask wait\nfail oops", "stop_on_error", stop))
			question := f.recv(f.stdin) // the first cell runs
			second := f.send(f.shell, "execute_request", code("value 2"))
			third := f.send(f.shell, "execute_request", code("value 3"))
			// Cells are received once this one, sent last, waits for the
			// executor: they come over one connection.
			f.awaitReceived(third)
			f.send(f.stdin, "input_reply", protocol.InputReply{Value: question.Header.MsgID})

			want := []string{"error panic 1", "ok 2", "ok 3"}
			if stop {
				want = []string{"error panic 1", "error Aborted 1", "error Aborted 1"}
			}
			for i, id := range []string{first, second, third} {
				m := f.recv(f.shell)
				var reply protocol.ExecuteReply
				if err := m.DecodeContent(&reply); err != nil {
					t.Fatal(err)
				}
				got := strings.TrimSpace(reply.Status+" "+reply.EName) + fmt.Sprintf(" %d", reply.ExecutionCount)
				if m.Parent.MsgID != id || got != want[i] {
					t.Errorf("reply %d is %q, want %q", i, got, want[i])
				}
			}
			_, said := f.ask("execute_request", code("number"))
			next := map[bool]string{true: "2", false: "4"}[stop]
			if !strings.Contains(said, `"text/plain":"`+next+`"`) {
				t.Errorf("the next cell said %s, want number %s", said, next)
			}
		})
	}
}

// awaitReceived returns when the kernel has taken a shell request off the wire.
// There is no message that says so; the kernel's own queue is asked.
func (f *frontend) awaitReceived(id string) {
	f.t.Helper()
	for !kernel.Queued(f.kernel, id) {
		runtime.Gosched()
	}
}

// TestStdin asks and is answered, once plainly, once for a password; a frontend
// that cannot be asked is not.
func TestStdin(t *testing.T) {
	f := start(t, tcp)
	for _, command := range []string{"ask", "secret"} {
		id := f.send(f.shell, "execute_request", code("print before\n"+command+" name?"))
		m := f.recv(f.stdin)
		var q protocol.InputRequest
		if err := m.DecodeContent(&q); err != nil {
			t.Fatal(err)
		}
		if want := (protocol.InputRequest{Prompt: "name?", Password: command == "secret"}); q != want || m.Parent.MsgID != id {
			t.Errorf("question %+v to %s, want %+v to %s", q, m.Parent.MsgID, want, id)
		}
		f.send(f.stdin, "input_reply", protocol.InputReply{Value: "é🙂"})
		f.recv(f.shell)
		if said := f.heard(id); !strings.Contains(said, `"text":"before\n"`) || !strings.Contains(said, `"text":"got é🙂"`) {
			t.Errorf("%s said %s", command, said)
		}
	}
	reply, _ := f.ask("execute_request", code("ask name?", "allow_stdin", false))
	if !strings.Contains(reply, "InputError") {
		t.Errorf("without stdin: %s, want an InputError", reply)
	}
	f.send(f.shell, "execute_request", code("ask name?"))
	f.recv(f.stdin)
	f.send(f.control, "interrupt_request", nil)
	if m := f.recv(f.shell); !strings.Contains(string(m.Content), "InputError") {
		t.Errorf("interrupted question: %s, want an InputError", m.Content)
	}
}

// TestStdinConnectsLate: a question waits for the connection that it is for.
func TestStdinConnectsLate(t *testing.T) {
	f := start(t, tcp)
	shell := f.dealer(protocol.Shell, "late")
	defer shell.Close()
	f.send(shell, "execute_request", code("print before\nask name?"))
	for m := f.recv(f.iopub); m.Header.MsgType != "stream"; m = f.recv(f.iopub) {
	}
	stdin := f.dealer(protocol.Stdin, "late")
	defer stdin.Close()
	f.answer(stdin, f.recv(stdin), "here")
	if m := f.recv(shell); !strings.Contains(string(m.Content), `"status":"ok"`) {
		t.Errorf("got %s, want ok", m.Content)
	}
}

// TestStaleAnswer: an answer to a question that was given up does not answer
// the next one.
func TestStaleAnswer(t *testing.T) {
	f := start(t, tcp)
	f.send(f.shell, "execute_request", code("ask first?"))
	first := f.recv(f.stdin)
	f.send(f.control, "interrupt_request", nil)
	f.recv(f.shell)
	f.recv(f.control)
	id := f.send(f.shell, "execute_request", code("ask second?"))
	second := f.recv(f.stdin)
	f.answer(f.stdin, first, "stale")
	f.answer(f.stdin, second, "fresh")
	f.recv(f.shell)
	if said := f.heard(id); !strings.Contains(said, "got fresh") {
		t.Errorf("the second question got %s", said)
	}
}

// answer sends the answer to a question, as frontends do.
func (f *frontend) answer(s zmq4.Socket, question *protocol.Message, value string) {
	f.t.Helper()
	frames, err := protocol.Encode(protocol.Outgoing{
		Header:  protocol.NewHeader("input_reply", "session", "user"),
		Parent:  question.RawHeader,
		Content: protocol.InputReply{Value: value},
	}, f.signer)
	if err != nil {
		f.t.Fatal(err)
	}
	f.raw(s, frames)
}

// TestInterrupt stops a cell that spins, through control, which answers
// meanwhile; interrupting an idle kernel changes nothing.
func TestInterrupt(t *testing.T) {
	f := start(t, tcp)
	for range 20 {
		f.send(f.control, "interrupt_request", nil)
		if m := f.recv(f.control); string(m.Content) != `{"status":"ok"}` {
			t.Fatalf("interrupt_reply is %s", m.Content)
		}
	}
	id := f.send(f.shell, "execute_request", code("show x\nspin"))
	for m := f.recv(f.iopub); m.Header.MsgType != "display_data"; m = f.recv(f.iopub) {
	}
	f.send(f.control, "kernel_info_request", nil)
	if m := f.recv(f.control); m.Header.MsgType != "kernel_info_reply" {
		t.Errorf("control answered %s while a cell spins", m.Header.MsgType)
	}
	f.send(f.control, "interrupt_request", nil)
	m := f.recv(f.shell)
	if !strings.Contains(string(m.Content), `"ename":"Interrupted"`) || m.Parent.MsgID != id {
		t.Errorf("got %s, want Interrupted", m.Content)
	}
	if reply, _ := f.ask("execute_request", code("value 1")); !strings.Contains(reply, `"status":"ok"`) {
		t.Errorf("afterwards: %s", reply)
	}
}

// TestExecuteOnControl sends a cell where cells do not belong: it waits for the
// one that runs, and is answered where it came from.
func TestExecuteOnControl(t *testing.T) {
	f := start(t, tcp)
	f.send(f.shell, "execute_request", code("ask wait"))
	f.recv(f.stdin) // it runs
	id := f.send(f.control, "execute_request", code("number"))
	f.awaitReceived(id)
	f.send(f.stdin, "input_reply", protocol.InputReply{})
	f.recv(f.shell)
	if m := f.recv(f.control); m.Parent.MsgID != id || !strings.Contains(string(m.Content), `"execution_count":2`) {
		t.Errorf("control answered %s %s, want the second cell's reply", m.Header.MsgType, m.Content)
	}
}

// TestFloodOverZMQ prints more than any queue or buffer on the way holds, then
// something else: all of it arrives, in order, in few messages.
func TestFloodOverZMQ(t *testing.T) {
	f := start(t, tcp)
	const lines = 500_000
	id := f.send(f.shell, "execute_request", code(fmt.Sprintf("flood %d\nshow x", lines)))
	var text strings.Builder
	messages := 0
	for m := f.recv(f.iopub); m.Header.MsgType != "display_data"; m = f.recv(f.iopub) {
		if m.Header.MsgType != "stream" || m.Parent.MsgID != id {
			continue
		}
		var s protocol.Stream
		if err := m.DecodeContent(&s); err != nil {
			t.Fatal(err)
		}
		text.WriteString(s.Text)
		messages++
	}
	var want strings.Builder
	for i := range lines {
		fmt.Fprintln(&want, i)
	}
	if text.String() != want.String() {
		t.Errorf("%d bytes arrived, want %d, or they differ", text.Len(), want.Len())
	}
	if messages > 500 {
		t.Errorf("the text came in %d messages, want at most 500", messages)
	}
}

// TestLateOutput prints from a goroutine when its cell is long over: the text
// arrives and belongs to the cell that started it.
func TestLateOutput(t *testing.T) {
	f := start(t, tcp)
	id := f.send(f.shell, "execute_request", code("late afterwards"))
	f.recv(f.shell)
	f.heard(id)
	f.ask("execute_request", code("value 1"))
	f.script.late <- struct{}{}
	m := f.recv(f.iopub)
	if m.Parent.MsgID != id || !strings.Contains(string(m.Content), "afterwards") {
		t.Errorf("got %s %s of %s, want the text of %s", m.Header.MsgType, m.Content, m.Parent.MsgID, id)
	}
	<-f.script.late
}

// TestInterruptBesideCells: an interrupt reaches what cells have left behind,
// while no cell runs and while one does.
func TestInterruptBesideCells(t *testing.T) {
	f := start(t, tcp)
	for _, meanwhile := range []string{"", "spin"} {
		id := f.send(f.shell, "execute_request", code("beside stopped"))
		f.recv(f.shell)
		f.heard(id)
		if meanwhile != "" {
			f.send(f.shell, "execute_request", code("show x\n"+meanwhile))
			for m := f.recv(f.iopub); m.Header.MsgType != "display_data"; m = f.recv(f.iopub) {
			}
		}
		f.send(f.control, "interrupt_request", nil)
		m := f.recv(f.iopub)
		for ; m.Header.MsgType != "stream"; m = f.recv(f.iopub) {
		}
		if m.Parent.MsgID != id || !strings.Contains(string(m.Content), "stopped") {
			t.Errorf("got %s of %s, want the text of %s", m.Content, m.Parent.MsgID, id)
		}
	}
}

// TestShutdown ends kernels on either channel: reply, last output and idle all
// arrive, then Serve returns.
func TestShutdown(t *testing.T) {
	for _, channel := range []string{"shell", "control"} {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s restart=%v", channel, restart), func(t *testing.T) {
				f := start(t, tcp)
				cell := f.send(f.shell, "execute_request", code("flood 1000\nshow x"))
				f.recv(f.shell)
				s := map[string]zmq4.Socket{"shell": f.shell, "control": f.control}[channel]
				id := f.send(s, "shutdown_request", protocol.ShutdownRequest{Restart: restart})
				if got, want := string(f.recv(s).Content), fmt.Sprintf(`{"status":"ok","restart":%v}`, restart); got != want {
					t.Errorf("reply %s, want %s", got, want)
				}
				err := <-f.served
				f.served <- err // for the cleanup
				heard := f.last()
				if said := heard[cell]; !strings.Contains(said, `999\n"}`) || !strings.HasSuffix(said, idle) {
					t.Errorf("the cell's output is not complete: %.200s", said)
				}
				if said := heard[id]; said != busy+idle {
					t.Errorf("said %s, want busy and idle", said)
				}
			})
		}
	}
}

// TestShutdownWhileBusy interrupts the cell: its output and its reply arrive.
func TestShutdownWhileBusy(t *testing.T) {
	f := start(t, tcp)
	id := f.send(f.shell, "execute_request", code("show x\nspin"))
	for m := f.recv(f.iopub); m.Header.MsgType != "display_data"; m = f.recv(f.iopub) {
	}
	f.send(f.control, "shutdown_request", nil)
	f.recv(f.control)
	if m := f.recv(f.shell); !strings.Contains(string(m.Content), "Interrupted") {
		t.Errorf("reply %s, want Interrupted", m.Content)
	}
	if said := f.heard(id); !strings.HasSuffix(said, idle) {
		t.Errorf("said %s, want idle in the end", said)
	}
}

// TestConnections serves over each kind of connection.
func TestConnections(t *testing.T) {
	tests := []struct {
		name string
		conn protocol.Connection
	}{
		{"sha512", protocol.Connection{Transport: "tcp", IP: "127.0.0.1", SignatureScheme: "hmac-sha512", Key: "k"}},
		{"unsigned", protocol.Connection{Transport: "tcp", IP: "127.0.0.1", SignatureScheme: "hmac-sha256"}},
		{"socket files", protocol.Connection{
			Transport: "ipc", IP: filepath.Join(t.TempDir(), "k"), SignatureScheme: "hmac-sha256", Key: "k",
			ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := start(t, tt.conn)
			if _, said := f.ask("execute_request", code("value 1")); !strings.Contains(said, "execute_result") {
				t.Errorf("said %s, want a result", said)
			}
		})
	}
}

// TestServeConnectionFileFails has connections that cannot be served.
func TestServeConnectionFileFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken, _ := connectFile(t, protocol.Connection{
		Transport: "pgm", IP: "127.0.0.1", SignatureScheme: "hmac-sha256",
		ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
	})
	for _, path := range []string{filepath.Join(t.TempDir(), "missing"), taken} {
		if err := kernel.ServeConnectionFile(context.Background(), kernel.New(options(newScript())), path); err == nil {
			t.Errorf("%s is served", path)
		}
	}
}

// BenchmarkExecuteZMQ is a trivial cell from request to idle over TCP.
func BenchmarkExecuteZMQ(b *testing.B) {
	f := start(b, tcp)
	for b.Loop() {
		f.ask("execute_request", code("value 1"))
	}
}
