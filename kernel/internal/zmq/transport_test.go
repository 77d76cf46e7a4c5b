package zmq_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/unravel-go/unravel/kernel/internal/zmq"
	"github.com/unravel-go/unravel/kernel/protocol"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// zmq4's PUB socket keeps its writer when it is closed.
		goleak.IgnoreAnyFunction("github.com/go-zeromq/zmq4.(*pubMWriter).run"),
		// So does a SUB socket its reader, if messages were left unread.
		goleak.IgnoreAnyFunction("github.com/go-zeromq/zmq4.(*qreader).listen"))
}

func greet(subscription string) ([][]byte, error) {
	return [][]byte{[]byte(subscription), []byte("welcome"), bytes.Repeat([]byte("w"), 300)}, nil
}

// listen binds free ports until the test ends.
func listen(t testing.TB, greet zmq.Greeting) *zmq.Transport {
	t.Helper()
	tr, err := zmq.Listen(protocol.Connection{Transport: "tcp", IP: "127.0.0.1"}, greet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tr.Close() })
	return tr
}

var quiet = zmq4.WithLogger(log.New(io.Discard, "", 0))

// dial connects a client to a channel until the test ends.
func dial(t testing.TB, tr *zmq.Transport, ch protocol.Channel, s zmq4.Socket) zmq4.Socket {
	t.Helper()
	scheme := "tcp"
	if tr.Connection().Transport == "ipc" {
		scheme = "ipc"
	}
	if err := s.Dial(scheme + "://" + tr.Connection().Address(ch)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func dealer(name string) zmq4.Socket {
	return zmq4.NewDealer(context.Background(), zmq4.WithID(zmq4.SocketIdentity(name)), quiet)
}

// subscribe connects a subscriber of everything and waits for its greeting.
func subscribe(t testing.TB, tr *zmq.Transport) zmq4.Socket {
	t.Helper()
	s := dial(t, tr, protocol.IOPub, zmq4.NewSub(context.Background(), quiet))
	if err := s.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		t.Fatal(err)
	}
	want, _ := greet("")
	if diff := cmp.Diff(want, recv(t, s)); diff != "" {
		t.Fatalf("first message (-want +got)\n%s", diff)
	}
	return s
}

func recv(t testing.TB, s zmq4.Socket) [][]byte {
	t.Helper()
	m, err := s.Recv()
	if err != nil {
		t.Fatal(err)
	}
	return m.Frames
}

func same(a, b [][]byte) bool { return slices.EqualFunc(a, b, bytes.Equal) }

func frames(parts ...string) [][]byte {
	var f [][]byte
	for _, p := range parts {
		f = append(f, []byte(p))
	}
	return f
}

// TestRoundTrip sends messages of every shape through a router and back.
func TestRoundTrip(t *testing.T) {
	tr := listen(t, nil)
	tests := []struct {
		name   string
		frames [][]byte
	}{
		{"one frame", frames("a")},
		{"an empty frame", frames("")},
		{"empty frames between others", frames("", "a", "", "", "b", "")},
		{"frames around the long form", frames(strings.Repeat("x", 255), strings.Repeat("y", 256), strings.Repeat("z", 257))},
		{"10 MB", frames("head", strings.Repeat("0123456789", 1<<20), "tail")},
	}
	for _, ch := range []protocol.Channel{protocol.Shell, protocol.Control, protocol.Stdin} {
		d := dial(t, tr, ch, dealer("client"))
		for _, tt := range tests {
			t.Run(ch.String()+" "+tt.name, func(t *testing.T) {
				if err := d.SendMulti(zmq4.NewMsgFrom(tt.frames...)); err != nil {
					t.Fatal(err)
				}
				got, err := tr.Recv(ch)
				if err != nil {
					t.Fatal(err)
				}
				if !same(append(frames("client"), tt.frames...), got) {
					t.Fatalf("the request changed on its way: got %.200q", got)
				}
				if err := tr.Send(ch, got); err != nil {
					t.Fatal(err)
				}
				if got := recv(t, d); !same(tt.frames, got) {
					t.Errorf("the reply changed on its way: got %.200q", got)
				}
			})
		}
	}
}

// TestHeartbeat echoes bytes as they came, to a REQ as Jupyter's client has and
// to a DEALER.
func TestHeartbeat(t *testing.T) {
	tr := listen(t, nil)
	req := dial(t, tr, protocol.Heartbeat, zmq4.NewReq(context.Background(), quiet))
	for _, beat := range []string{"ping", "", "\x00\xff"} {
		if err := req.Send(zmq4.NewMsgString(beat)); err != nil {
			t.Fatal(err)
		}
		if got := recv(t, req); string(bytes.Join(got, nil)) != beat {
			t.Errorf("got %q, want %q", got, beat)
		}
	}
	d := dial(t, tr, protocol.Heartbeat, dealer("d"))
	if err := d.SendMulti(zmq4.NewMsgFrom(frames("a", "", "b")...)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(frames("a", "", "b"), recv(t, d)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestLastMessagesArrive publishes and closes at once. Bare zmq4 loses all of
// few messages and half of many.
func TestLastMessagesArrive(t *testing.T) {
	for _, n := range []int{1, 10, 1000, 20000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			tr := listen(t, greet)
			subscribers := []zmq4.Socket{subscribe(t, tr), subscribe(t, tr)}
			received := make(chan error)
			for _, s := range subscribers {
				go func() {
					for i := range n {
						m, err := s.Recv()
						if err != nil {
							received <- err
							return
						}
						if got := string(m.Frames[1]); got != fmt.Sprint(i) {
							received <- fmt.Errorf("message %d is %q", i, got)
							return
						}
					}
					received <- nil
				}()
			}
			for i := range n {
				if err := tr.Send(protocol.IOPub, frames("topic", fmt.Sprint(i), strings.Repeat("x", 200))); err != nil {
					t.Fatal(err)
				}
			}
			if err := tr.Close(); err != nil {
				t.Fatal(err)
			}
			for range subscribers {
				if err := <-received; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestFlushMarksStayInside flushes between messages: a subscriber of everything
// sees the messages only.
func TestFlushMarksStayInside(t *testing.T) {
	tr := listen(t, greet)
	s := subscribe(t, tr)
	for i := range 100 {
		if err := errors.Join(tr.Flush(), tr.Send(protocol.IOPub, frames("t", fmt.Sprint(i))), tr.Flush()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(frames("t", fmt.Sprint(i)), recv(t, s)); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
}

// TestGreetingIsFirst connects subscribers while messages are published.
func TestGreetingIsFirst(t *testing.T) {
	tr := listen(t, greet)
	done := make(chan struct{})
	publishing := make(chan struct{})
	go func() {
		defer close(publishing)
		for {
			select {
			case <-done:
				return
			default:
				if err := errors.Join(tr.Send(protocol.IOPub, frames("t", "x")), tr.Flush()); err != nil {
					t.Error(err)
					return
				}
			}
		}
	}()
	for range 20 {
		s := subscribe(t, tr) // checks the first message
		if diff := cmp.Diff(frames("t", "x"), recv(t, s)); diff != "" {
			t.Errorf("second message (-want +got)\n%s", diff)
		}
		s.Close()
	}
	close(done)
	<-publishing
}

// TestGreetingOfTopic greets each subscription with its own topic.
func TestGreetingOfTopic(t *testing.T) {
	tr := listen(t, greet)
	s := dial(t, tr, protocol.IOPub, zmq4.NewSub(context.Background(), quiet))
	for _, topic := range []string{"kernel.a", "kernel.b"} {
		if err := s.SetOption(zmq4.OptionSubscribe, topic); err != nil {
			t.Fatal(err)
		}
		if got := recv(t, s); string(got[0]) != topic {
			t.Errorf("greeted with %q, want %q", got[0], topic)
		}
	}
}

func TestIPC(t *testing.T) {
	c := protocol.Connection{
		Transport: "ipc", IP: filepath.Join(t.TempDir(), "run", "kernel"),
		ShellPort: 1, ControlPort: 2, StdinPort: 3, IOPubPort: 4, HBPort: 5,
	}
	path := c.Address(protocol.Shell)
	if path != c.IP+"-1" {
		t.Fatalf("shell listens on %s, want the port after a dash", path)
	}
	if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	leaveStale(t, path)
	tr, err := zmq.Listen(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket file: mode %v, error %v, want 0600", info.Mode(), err)
	}
	if _, err := zmq.Listen(c, nil); err == nil {
		t.Error("a second kernel took over the socket files of a living one")
	}
	d := dial(t, tr, protocol.Shell, dealer("client"))
	if err := d.SendMulti(zmq4.NewMsgFrom(frames("a", "b")...)); err != nil {
		t.Fatal(err)
	}
	if got, err := tr.Recv(protocol.Shell); err != nil || !cmp.Equal(got, frames("client", "a", "b")) {
		t.Errorf("got %q, %v", got, err)
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("socket file after Close: %v, want none", err)
	}
}

// TestIPCFolder: a folder that is made for socket files is the user's alone.
func TestIPCFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "run")
	tr, err := zmq.Listen(protocol.Connection{Transport: "ipc", IP: filepath.Join(folder, "kernel")}, nil)
	if err == nil {
		tr.Close() // every port is 0: one file for all
		t.Fatal("five channels listen at one file")
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: mode %v, error %v, want 0700", info.Mode(), err)
	}
}

// leaveStale leaves a socket file behind as a killed kernel does.
func leaveStale(t *testing.T, path string) {
	t.Helper()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
}

func TestPortTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	_, err = zmq.Listen(protocol.Connection{Transport: "tcp", IP: "127.0.0.1", IOPubPort: port}, nil)
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("iopub: cannot listen on 127.0.0.1:%d", port)) {
		t.Errorf("got %v, want an error that names the channel and the address", err)
	}
}

func TestRecvEndsAtClose(t *testing.T) {
	tr := listen(t, nil)
	ended := make(chan error)
	go func() {
		_, err := tr.Recv(protocol.Shell)
		ended <- err
	}()
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("Recv: %v, want EOF", err)
	}
	if err := tr.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

// BenchmarkRoundTrip sends a message of a request's size there and back.
func BenchmarkRoundTrip(b *testing.B) {
	tr := listen(b, nil)
	d := dial(b, tr, protocol.Shell, dealer("client"))
	request := zmq4.NewMsgFrom(frames("<IDS|MSG>", strings.Repeat("s", 64), strings.Repeat("h", 200), "{}", "{}", strings.Repeat("c", 150))...)
	for b.Loop() {
		if err := d.SendMulti(request); err != nil {
			b.Fatal(err)
		}
		got, err := tr.Recv(protocol.Shell)
		if err != nil {
			b.Fatal(err)
		}
		if err := tr.Send(protocol.Shell, got); err != nil {
			b.Fatal(err)
		}
		recv(b, d)
	}
}

// BenchmarkFlush is what it costs to know that all is written.
func BenchmarkFlush(b *testing.B) {
	tr := listen(b, nil)
	for b.Loop() {
		if err := tr.Flush(); err != nil {
			b.Fatal(err)
		}
	}
}
