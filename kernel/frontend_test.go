package kernel_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// frontend talks to a kernel over ZeroMQ as Jupyter does: bytes, nothing of
// the kernel's own code but the protocol.
type frontend struct {
	t      testing.TB
	kernel *kernel.Kernel
	script *script
	conn   protocol.Connection
	signer *protocol.Signer
	served chan error

	shell, control, stdin, iopub zmq4.Socket
}

// connectFile writes a connection file with free ports.
func connectFile(t testing.TB, c protocol.Connection) (string, protocol.Connection) {
	t.Helper()
	if c.Transport == "tcp" {
		for _, p := range []*int{&c.ShellPort, &c.IOPubPort, &c.StdinPort, &c.ControlPort, &c.HBPort} {
			l, err := net.Listen("tcp", c.IP+":0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			*p = l.Addr().(*net.TCPAddr).Port
		}
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kernel.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, c
}

// start serves a kernel that runs scripts on a connection and connects to it.
// The kernel is shut down at the end of the test.
func start(t testing.TB, c protocol.Connection) *frontend {
	t.Helper()
	path, c := connectFile(t, c)
	s := newScript()
	f := &frontend{t: t, kernel: kernel.New(options(s)), script: s, conn: c, served: make(chan error, 1)}
	f.signer, _ = c.Signer()
	ctx, cancel := context.WithCancel(context.Background())
	go func() { f.served <- kernel.ServeConnectionFile(ctx, f.kernel, path) }()
	f.connect("frontend")
	t.Cleanup(func() {
		cancel()
		if err := <-f.served; err != nil {
			t.Errorf("Serve: %v", err)
		}
		f.close()
	})
	return f
}

var (
	quiet   = zmq4.WithLogger(log.New(io.Discard, "", 0))
	eager   = zmq4.WithDialerRetry(2 * time.Millisecond) // the kernel may not listen yet
	patient = zmq4.WithDialerMaxRetries(-1)

	tcp = protocol.Connection{Transport: "tcp", IP: "127.0.0.1", SignatureScheme: "hmac-sha256", Key: "secret"}
)

// connect dials every channel and waits for the greeting.
func (f *frontend) connect(name string) {
	f.t.Helper()
	f.shell, f.control, f.stdin = f.dealer(protocol.Shell, name), f.dealer(protocol.Control, name), f.dealer(protocol.Stdin, name)
	f.iopub = f.dial(protocol.IOPub, zmq4.NewSub(context.Background(), quiet, eager, patient))
	if err := f.iopub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		f.t.Fatal(err)
	}
	if m := f.recv(f.iopub); m.Header.MsgType != "iopub_welcome" {
		f.t.Fatalf("first broadcast is %s, want iopub_welcome", m.Header.MsgType)
	}
}

func (f *frontend) dial(ch protocol.Channel, s zmq4.Socket) zmq4.Socket {
	f.t.Helper()
	if err := s.Dial(f.conn.Transport + "://" + f.conn.Address(ch)); err != nil {
		f.t.Fatal(err)
	}
	return s
}

// dealer dials a channel under a name.
func (f *frontend) dealer(ch protocol.Channel, name string) zmq4.Socket {
	f.t.Helper()
	return f.dial(ch, zmq4.NewDealer(context.Background(), zmq4.WithID(zmq4.SocketIdentity(name)), quiet, eager, patient))
}

func (f *frontend) close() {
	for _, s := range []zmq4.Socket{f.shell, f.control, f.stdin, f.iopub} {
		s.Close()
	}
}

// send sends a request and returns its id.
func (f *frontend) send(s zmq4.Socket, msgType string, content any) string {
	f.t.Helper()
	h := protocol.NewHeader(msgType, "session", "user")
	frames, err := protocol.Encode(protocol.Outgoing{Header: h, Content: content}, f.signer)
	if err != nil {
		f.t.Fatal(err)
	}
	f.raw(s, frames)
	return h.MsgID
}

func (f *frontend) raw(s zmq4.Socket, frames [][]byte) {
	f.t.Helper()
	if err := s.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		f.t.Fatal(err)
	}
}

// recv returns the next message and checks its signature and its header.
func (f *frontend) recv(s zmq4.Socket) *protocol.Message {
	f.t.Helper()
	raw, err := s.Recv()
	if err != nil {
		f.t.Fatal(err)
	}
	m, err := protocol.Decode(raw.Frames, f.signer)
	if err != nil {
		f.t.Fatal(err)
	}
	if m.Header.Version != "5.5" || m.Header.Session == "" || m.Header.Username == "" || m.Header.Date == "" {
		f.t.Errorf("header %+v, want version 5.5 and no field empty", m.Header)
	}
	return m
}

// heard returns everything broadcast about a request, a line each, up to idle.
// Broadcasts about other requests are skipped.
func (f *frontend) heard(id string) string {
	f.t.Helper()
	var b strings.Builder
	for {
		m := f.recv(f.iopub)
		if m.Parent.MsgID != id {
			continue
		}
		fmt.Fprintf(&b, "%s %s\n", m.Header.MsgType, m.Content)
		if m.Header.MsgType == "status" && strings.Contains(string(m.Content), "idle") {
			return b.String()
		}
	}
}

// last returns everything broadcast until the kernel ends, by request, as heard
// does: what control and shell say at one time comes in any order.
func (f *frontend) last() map[string]string {
	f.t.Helper()
	said := map[string]string{}
	for {
		raw, err := f.iopub.Recv()
		if err != nil {
			return said
		}
		m, err := protocol.Decode(raw.Frames, f.signer)
		if err != nil {
			f.t.Fatal(err)
		}
		said[m.Parent.MsgID] += fmt.Sprintf("%s %s\n", m.Header.MsgType, m.Content)
	}
}

// ask sends a request on the shell and returns the reply's content and what was
// broadcast.
func (f *frontend) ask(msgType string, content any) (reply, broadcasts string) {
	f.t.Helper()
	id := f.send(f.shell, msgType, content)
	m := f.recv(f.shell)
	if want := strings.Replace(msgType, "_request", "_reply", 1); m.Header.MsgType != want || m.Parent.MsgID != id {
		f.t.Fatalf("got %s to %s, want %s to %s", m.Header.MsgType, m.Parent.MsgID, want, id)
	}
	return string(m.Content), f.heard(id)
}

func code(c string, more ...any) map[string]any {
	q := map[string]any{"code": c}
	for i := 0; i < len(more); i += 2 {
		q[more[i].(string)] = more[i+1]
	}
	return q
}
