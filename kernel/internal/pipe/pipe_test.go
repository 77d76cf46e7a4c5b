package pipe_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/unravel-go/unravel/kernel/internal/pipe"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// TestPipe sends on every channel, both ways, and receives in order; what was
// sent before Close still arrives.
func TestPipe(t *testing.T) {
	a, b := pipe.New()
	for _, ends := range [][2]*pipe.End{{a, b}, {b, a}} {
		for _, ch := range protocol.Channels() {
			for i := range 10 {
				if err := ends[0].Send(ch, [][]byte{[]byte(fmt.Sprint(ch, i))}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := errors.Join(a.Flush(), a.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	for _, end := range []*pipe.End{a, b} {
		for _, ch := range protocol.Channels() {
			for i := range 10 {
				m, err := end.Recv(ch)
				if err != nil || string(m[0]) != fmt.Sprint(ch, i) {
					t.Fatalf("got %q, %v, want %s %d", m, err, ch, i)
				}
			}
			if _, err := end.Recv(ch); !errors.Is(err, io.EOF) {
				t.Errorf("%s after the last message: %v, want EOF", ch, err)
			}
		}
		if err := end.Send(protocol.Shell, nil); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("Send after Close: %v, want ErrClosedPipe", err)
		}
	}
}

// TestCloseReleases ends a Recv and a Send that wait.
func TestCloseReleases(t *testing.T) {
	a, b := pipe.New()
	ended := make(chan error, 2)
	go func() {
		_, err := b.Recv(protocol.Control)
		ended <- err
	}()
	go func() {
		for {
			if err := a.Send(protocol.Shell, nil); err != nil {
				ended <- err
				return
			}
		}
	}()
	b.Close()
	for range 2 {
		if err := <-ended; err == nil {
			t.Error("a call that waited did not fail")
		}
	}
}
