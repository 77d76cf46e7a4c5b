package zmq_test

import (
	"errors"
	"io"
	"net"
	"slices"
	"strings"
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

// TestStalledSubscriber: one that takes nothing holds the others up for a short
// time, once.
func TestStalledSubscriber(t *testing.T) {
	tr := listen(t, greet)
	stalled := raw(t, tr, protocol.IOPub, append(ready("SUB"), 0, 1, 1))
	healthy := subscribe(t, tr)
	go func() {
		for {
			if _, err := healthy.Recv(); err != nil {
				return
			}
		}
	}()
	// What it takes until it is greeted: a greeting, READY, the welcome.
	if _, err := io.ReadFull(stalled, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		var err error
		for range 64 {
			err = errors.Join(err, tr.Send(protocol.IOPub, frames("t", strings.Repeat("x", 1<<20))))
		}
		done <- errors.Join(err, tr.Flush())
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(7 * time.Second): // far from the 2 s that it should take
		t.Error("everybody waits for a subscriber that does not read")
		stalled.Close()
		<-done
	}
}
