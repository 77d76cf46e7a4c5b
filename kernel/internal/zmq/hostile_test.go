package zmq_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/kernel/internal/zmq"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// raw connects to a channel and says how a peer of ZMTP 3 opens, then more.
func raw(t *testing.T, tr *zmq.Transport, ch protocol.Channel, more []byte) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", tr.Connection().Address(ch))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	greeting := append([]byte("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00NULL"), make([]byte, 48)...)
	if _, err := c.Write(append(greeting, more...)); err != nil {
		t.Fatal(err)
	}
	return c
}

// ready is the command READY of a socket type.
func ready(socket string) []byte {
	body := "\x05READY\x0bSocket-Type\x00\x00\x00" + string(byte(len(socket))) + socket
	return append([]byte{4, byte(len(body))}, body...)
}

// closed reads to the end of a connection, which must be there.
func closed(t *testing.T, c net.Conn) {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	_, err := io.Copy(io.Discard, c)
	if netErr := net.Error(nil); errors.As(err, &netErr) && netErr.Timeout() {
		t.Error("the connection is still open")
	}
}

// TestAnnouncedLengths: a header that announces more than there is memory costs
// its sender the connection, and nobody else anything.
func TestAnnouncedLengths(t *testing.T) {
	tr := listen(t, greet)
	lengths := map[string]string{
		"32 GB": "\x00\x00\x00\x07\xff\xff\xff\xff", "2^62": "\x40\x00\x00\x00\x00\x00\x00\x00",
		"2^63": "\x80\x00\x00\x00\x00\x00\x00\x00", "2^64-1": strings.Repeat("\xff", 8),
	}
	for _, ch := range protocol.Channels() {
		socket := "DEALER"
		if ch == protocol.IOPub {
			socket = "SUB"
		}
		for name, length := range lengths {
			t.Run(ch.String()+" "+name, func(t *testing.T) {
				closed(t, raw(t, tr, ch, append([]byte{2}, length...)))
				closed(t, raw(t, tr, ch, slices.Concat(ready(socket), []byte{2}, []byte(length))))
			})
		}
	}
	subscribe(t, tr)
	d := dial(t, tr, protocol.Shell, dealer("d"))
	if err := d.Send(zmq4.NewMsgString("still here")); err != nil {
		t.Fatal(err)
	}
	got, err := tr.Recv(protocol.Shell)
	if err != nil || !cmp.Equal(got, frames("d", "still here")) {
		t.Errorf("got %q, %v", got, err)
	}
}

// impatient is listen with short bounds.
func impatient(t *testing.T, greet zmq.Greeting) *zmq.Transport {
	t.Helper()
	tr, err := zmq.ListenImpatient(protocol.Connection{Transport: "tcp", IP: "127.0.0.1"}, greet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tr.Close() })
	return tr
}

// served checks that somebody new can use every channel.
func served(t *testing.T, tr *zmq.Transport) {
	t.Helper()
	subscribe(t, tr).Close()
	for _, ch := range []protocol.Channel{protocol.Shell, protocol.Control, protocol.Stdin, protocol.Heartbeat} {
		d := dial(t, tr, ch, dealer("new"))
		if err := d.Send(zmq4.NewMsgString("x")); err != nil {
			t.Fatal(err)
		}
		if ch == protocol.Heartbeat { // which answers by itself
			recv(t, d)
		} else if got, err := tr.Recv(ch); err != nil || !cmp.Equal(got, frames("new", "x")) {
			t.Errorf("%s: got %q, %v", ch, got, err)
		}
		d.Close()
	}
}

// TestMutePeers: however many connections say nothing, somebody new is served;
// and in time they are closed.
func TestMutePeers(t *testing.T) {
	tr := impatient(t, greet)
	for _, ch := range protocol.Channels() {
		var mute []net.Conn
		for range 40 {
			c, err := net.Dial("tcp", tr.Connection().Address(ch))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			mute = append(mute, c)
		}
		t.Cleanup(func() {
			for _, c := range mute {
				c.Close()
			}
		})
		served(t, tr)
		for _, c := range mute {
			closed(t, c)
		}
	}
}

// openFiles is how many files this process has open.
func openFiles(t *testing.T) int {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(files)
}

// TestGarbage: whatever opens a connection wrongly is closed, and costs no
// file and no goroutine.
func TestGarbage(t *testing.T) {
	tr := impatient(t, greet)
	served(t, tr)
	files, goroutines := openFiles(t), runtime.NumGoroutine()
	good := "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00NULL" + strings.Repeat("\x00", 48)
	garbage := []string{
		"GET / HTTP/1.1\r\nHost: kernel\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\x01\x00", "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x01\x05",
		strings.Repeat("\xff", 200), strings.Repeat("\x00", 200),
		good + "\x04\x0a\x05READY\x03abc", good + "\x04\x0a\x05READY\x01a\x00\x00", good + "\x04\x06\x05READY", good + "\x04\x00",
		good + string(ready("PUSH")), good + string(ready("PAIR")), good + string(ready("")), good + "\x00\x05hello", good + "\x80\x01x",
		strings.Replace(good, "NULL", "PLAI", 1), strings.Replace(good, "NULL", "CURV", 1),
		strings.Replace(good, "\x7f\x03\x00", "\x7f\x02\x00", 1),
	}
	for _, ch := range protocol.Channels() {
		for _, g := range garbage {
			c, err := net.Dial("tcp", tr.Connection().Address(ch))
			if err != nil {
				t.Fatal(err)
			}
			_, _ = c.Write([]byte(g)) // it may be closed before the end
			_ = c.(*net.TCPConn).CloseWrite()
			closed(t, c)
			c.Close()
		}
	}
	served(t, tr)
	settle(t, "files", files, func() int { return openFiles(t) })
	settle(t, "goroutines", goroutines, runtime.NumGoroutine)
}

// settle waits until a count is down to what it was: connections end a moment
// after their peers see it.
func settle(t *testing.T, what string, want int, count func() int) {
	t.Helper()
	for range 5000 {
		if count() <= want {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d %s, want %d as before", count(), what, want)
}

// TestVanishing: peers that end in the middle of a frame or of a message leave
// nothing behind, and nothing of theirs is received.
func TestVanishing(t *testing.T) {
	tr := listen(t, greet)
	served(t, tr)
	files, goroutines := openFiles(t), runtime.NumGoroutine()
	for range 50 {
		for _, part := range []string{"\x00\x05he", "\x01\x01a", "\x02\x00\x00\x00\x00\x00\x10\x00\x00x", "\x00"} {
			raw(t, tr, protocol.Shell, append(ready("DEALER"), part...)).Close()
		}
	}
	served(t, tr)
	settle(t, "files", files, func() int { return openFiles(t) })
	settle(t, "goroutines", goroutines, runtime.NumGoroutine)
}

// TestJunkToIOPub: what a subscriber says beyond subscriptions is dropped, and
// it goes on being one.
func TestJunkToIOPub(t *testing.T) {
	tr := listen(t, greet)
	junk := bytes.Repeat([]byte("\x00\x04junk\x01\x01a\x00\x01b"), 200)
	c := raw(t, tr, protocol.IOPub, slices.Concat(ready("SUB"), junk, []byte("\x00\x02\x01t")))
	if err := errors.Join(c.SetReadDeadline(time.Now().Add(20*time.Second)), skip(c, "welcome")); err != nil {
		t.Fatal(err)
	}
	if err := tr.Send(protocol.IOPub, frames("t", "published")); err != nil {
		t.Fatal(err)
	}
	if err := skip(c, "published"); err != nil {
		t.Error(err)
	}
}

// skip reads up to some text.
func skip(c net.Conn, text string) error {
	var got []byte
	for b := make([]byte, 1); !bytes.HasSuffix(got, []byte(text)); got = append(got, b...) {
		if _, err := io.ReadFull(c, b); err != nil {
			return err
		}
	}
	return nil
}

// TestHandover: the newest connection with an identity is sent what is meant
// for it, once, and the older one is closed.
func TestHandover(t *testing.T) {
	tr := listen(t, nil)
	body := "\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER\x08Identity\x00\x00\x00\x04twin"
	twin := append([]byte{4, byte(len(body))}, body...)
	older := raw(t, tr, protocol.Shell, slices.Concat(twin, []byte("\x00\x03old")))
	if _, err := tr.Recv(protocol.Shell); err != nil {
		t.Fatal(err)
	}
	newer := raw(t, tr, protocol.Shell, slices.Concat(twin, []byte("\x00\x03new")))
	if _, err := tr.Recv(protocol.Shell); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"first", "second"} {
		if err := tr.Send(protocol.Shell, frames("twin", text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := newer.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(skip(newer, "\x00\x05first"), skip(newer, "\x00\x06second")); err != nil {
		t.Error(err)
	}
	left, _ := io.ReadAll(older)
	if bytes.Contains(left, []byte("first")) {
		t.Error("the older connection is sent it too")
	}
}

// TestNobody: a message for somebody who is not there is an error at once.
func TestNobody(t *testing.T) {
	tr := listen(t, nil)
	if err := tr.Send(protocol.Stdin, frames("nobody", "x")); err == nil || !strings.Contains(err.Error(), "nobody has the identity") {
		t.Errorf("got %v", err)
	}
}

// stalled connects a subscriber that reads its greeting and nothing more.
func stalled(t *testing.T, tr *zmq.Transport) net.Conn {
	t.Helper()
	c := raw(t, tr, protocol.IOPub, append(ready("SUB"), 0, 1, 1))
	if err := skip(c, "welcome"); err != nil {
		t.Fatal(err)
	}
	return c
}

// counter counts the messages that a subscriber receives.
func counter(s zmq4.Socket) *atomic.Int64 {
	var n atomic.Int64
	go func() {
		for {
			if _, err := s.Recv(); err != nil {
				return
			}
			n.Add(1)
		}
	}()
	return &n
}

// TestStalledSubscriber: one that takes nothing is ended when its queue is
// full, and a healthy one gets everything.
func TestStalledSubscriber(t *testing.T) {
	tr := impatient(t, greet)
	ill := stalled(t, tr)
	got := counter(subscribe(t, tr))
	const messages = 60
	for range messages {
		if err := tr.Send(protocol.IOPub, frames("t", strings.Repeat("x", 1<<20))); err != nil {
			t.Fatal(err)
		}
	}
	if err := tr.Flush(); err != nil {
		t.Fatal(err)
	}
	settle(t, "messages missing", 0, func() int { return messages - int(got.Load()) })
	closed(t, ill)
}

// TestCloseWithStalledSubscriber: the end does not wait for one that takes
// nothing, and the one beside it gets everything.
func TestCloseWithStalledSubscriber(t *testing.T) {
	tr := impatient(t, greet)
	zmq.LingerLong(tr)
	stalled(t, tr)
	got := counter(subscribe(t, tr))
	const messages = 6
	for range messages {
		if err := tr.Send(protocol.IOPub, frames("t", strings.Repeat("x", 1<<20))); err != nil {
			t.Fatal(err)
		}
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	settle(t, "messages missing", 0, func() int { return messages - int(got.Load()) })
}

// TestPausedSubscriber: one that takes nothing for a while gets everything, if
// that is not more than its queue holds. Flush does not wait for it.
func TestPausedSubscriber(t *testing.T) {
	tr := impatient(t, greet)
	ill := stalled(t, tr)
	subscribe(t, tr)
	for i := range 7 {
		text := strings.Repeat("x", 1<<20) + fmt.Sprint("end", i)
		if err := errors.Join(tr.Send(protocol.IOPub, frames("t", text)), tr.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 7 {
		if _, err := io.CopyN(io.Discard, ill, 1<<20); err != nil {
			t.Fatal(err)
		}
		if err := skip(ill, fmt.Sprint("end", i)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOnlySubscribersStall: when nobody takes anything, publishing waits for
// them, and then goes on without them.
func TestOnlySubscribersStall(t *testing.T) {
	tr := impatient(t, greet)
	ill := stalled(t, tr)
	for range 40 {
		if err := tr.Send(protocol.IOPub, frames("t", strings.Repeat("x", 1<<20))); err != nil {
			t.Fatal(err)
		}
	}
	closed(t, ill)
}

// TestPublisherWaits: what is published and not taken is bounded, for as long
// as it is being taken.
func TestPublisherWaits(t *testing.T) {
	tr := impatient(t, greet)
	slow := stalled(t, tr)
	var sent atomic.Int64
	go func() {
		for range 100 {
			_ = tr.Send(protocol.IOPub, frames("t", strings.Repeat("x", 1<<20)))
			sent.Add(1 << 20)
		}
		sent.Store(-1)
	}()
	// Besides the queue there are what the network holds and a message or two.
	const ahead = 32 << 20
	for taken := int64(0); sent.Load() >= 0; {
		n, err := io.CopyN(io.Discard, slow, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		taken += n
		if s := sent.Load(); s > taken+ahead {
			t.Fatalf("%d bytes are sent and %d taken", s, taken)
		}
	}
}

// TestDeafDealer: a peer that asks and never reads is ended, and the others
// are answered.
func TestDeafDealer(t *testing.T) {
	tr := impatient(t, nil)
	body := "\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER\x08Identity\x00\x00\x00\x04deaf"
	deaf := raw(t, tr, protocol.Shell, append([]byte{4, byte(len(body))}, body+"\x00\x01?"...))
	if _, err := tr.Recv(protocol.Shell); err != nil {
		t.Fatal(err)
	}
	d := dial(t, tr, protocol.Shell, dealer("d"))
	for i := 0; ; i++ {
		if err := d.Send(zmq4.NewMsgString("?")); err != nil {
			t.Fatal(err)
		}
		if _, err := tr.Recv(protocol.Shell); err != nil {
			t.Fatal(err)
		}
		refused := tr.Send(protocol.Shell, frames("deaf", strings.Repeat("x", 1<<20)))
		if err := tr.Send(protocol.Shell, frames("d", "!")); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(frames("!"), recv(t, d)); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		if refused != nil {
			break
		}
		if i > 100 {
			t.Fatal("100 MB wait for a peer that reads nothing")
		}
	}
	closed(t, deaf)
}

// TestUnreadMessages: closing does not leave the readers of messages behind
// that nobody asked for. TestMain looks for their goroutines.
func TestUnreadMessages(t *testing.T) {
	tr := listen(t, nil)
	for range 30 {
		raw(t, tr, protocol.Shell, append(ready("DEALER"), bytes.Repeat([]byte("\x00\x01x"), 20)...))
	}
	if _, err := tr.Recv(protocol.Shell); err != nil {
		t.Fatal(err)
	}
}
