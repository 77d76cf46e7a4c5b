package zmq

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestVersion: this package follows what zmq4 writes; another version may
// write something else.
func TestVersion(t *testing.T) {
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`github\.com/go-zeromq/zmq4 v0\.17\.0\b`).Match(mod) {
		t.Error("go.mod requires another zmq4 than v0.17.0: read doc.go, then its source")
	}
}

// someFrames draws the frames of a message.
func someFrames(t *rapid.T) [][]byte {
	size := rapid.SampledFrom([]int{0, 1, 2, 64, 254, 255, 256, 257, 1000})
	frames := make([][]byte, rapid.IntRange(1, 5).Draw(t, "frames"))
	for i := range frames {
		frames[i] = bytes.Repeat([]byte{byte(i)}, size.Draw(t, "size"))
	}
	return frames
}

// TestFramer writes messages in pieces of any size: the same messages come out,
// none before its last byte.
func TestFramer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFramer()
		stream := bytes.Repeat([]byte("g"), greetingLen)
		want := [][]byte{stream}
		for range rapid.IntRange(1, 4).Draw(t, "messages") {
			m := bytes.Join(encode(someFrames(t)), nil)
			want = append(want, m)
			stream = append(stream[:len(stream):len(stream)], m...)
		}
		var got [][]byte
		for len(stream) > 0 {
			piece := stream[:rapid.IntRange(1, len(stream)).Draw(t, "piece")]
			stream = stream[len(piece):]
			for len(piece) > 0 {
				n, end := f.take(piece)
				piece = piece[n:]
				if end {
					got = append(got, bytes.Join(f.message().bytes, nil))
				}
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d messages came out, want %d", len(got), len(want))
		}
		for i := range want {
			if !bytes.Equal(got[i], want[i]) {
				t.Errorf("message %d changed", i)
			}
		}
	})
}

// TestSplit cuts a message at any length and loses nothing.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := net.Buffers(someFrames(t))
		whole := bytes.Join(m, nil)
		n := rapid.IntRange(1, 2000).Draw(t, "n")
		var got []byte
		for len(m) > 0 {
			var first net.Buffers
			first, m = split(m, n)
			part := bytes.Join(first, nil)
			if len(part) > n {
				t.Fatalf("a part has %d bytes, want at most %d", len(part), n)
			}
			got = append(got, part...)
		}
		if !bytes.Equal(got, whole) {
			t.Error("the parts are not the whole")
		}
	})
}

// TestSubscriptionIsSeen follows a subscriber among bytes cut anyhow.
func TestSubscriptionIsSeen(t *testing.T) {
	for _, topic := range []string{"", "kernel.", string(make([]byte, 300))} {
		var s subscription
		sent := append(make([]byte, greetingLen), bytes.Join(encode([][]byte{append([]byte{1}, topic...)}), nil)...)
		for i := range sent {
			if _, ok := s.take(); ok {
				t.Errorf("a subscription is seen before its end, at byte %d of %d", i, len(sent))
			}
			s.see(sent[i : i+1])
		}
		if got, ok := s.take(); !ok || got != topic {
			t.Errorf("got topic %q, %v, want %q", got, ok, topic)
		}
	}
}

// FuzzSubscription reads what anybody may send.
func FuzzSubscription(f *testing.F) {
	f.Add(opening("topic"))
	f.Add(append(make([]byte, greetingLen), 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		var s subscription
		s.see(b)
		if topic, ok := s.take(); ok && len(topic) >= longest {
			t.Errorf("a topic of %d bytes", len(topic))
		}
	})
}

// TestStalledPeerIsGivenUp writes to a peer that takes nothing.
func TestStalledPeerIsGivenUp(t *testing.T) {
	near, far := net.Pipe()
	defer far.Close()
	p := newPeer(near, &role{})
	p.patience = time.Millisecond
	if _, err := p.Write(make([]byte, greetingLen)); !errors.Is(err, io.EOF) {
		t.Errorf("Write: %v, want EOF", err)
	}
	if _, err := near.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the connection is still open: %v", err)
	}
}
