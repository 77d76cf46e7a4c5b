package zmq

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"net"
	"os"
	"regexp"
	"slices"
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

// TestSubscriptionIsSeen follows a subscriber among bytes cut anyhow. One too
// long for a greeting is seen too: what waits for it must not wait for ever.
func TestSubscriptionIsSeen(t *testing.T) {
	for _, topic := range []string{"", "kernel.", string(make([]byte, 300)), string(make([]byte, longest-2)), string(make([]byte, 5*longest))} {
		in := inbound{handShaken: true}
		sent := append(make([]byte, greetingLen), bytes.Join(encode([][]byte{append([]byte{1}, topic...)}), nil)...)
		for i := range sent {
			if _, _, ok := in.subscription.take(); ok {
				t.Errorf("a subscription is seen before its end, at byte %d of %d", i, len(sent))
			}
			if err := in.see(sent[i : i+1]); err != nil {
				t.Fatal(err)
			}
		}
		got, known, ok := in.subscription.take()
		if !ok || known != (len(topic) < longest-1) || known && got != topic {
			t.Errorf("topic of %d bytes: got %d, known %v, seen %v", len(topic), len(got), known, ok)
		}
	}
}

// TestInboundBounds states what a peer may announce, by the frame headers that
// it sends after its greeting.
func TestInboundBounds(t *testing.T) {
	long := func(flags byte, n uint64) []byte {
		return binary.BigEndian.AppendUint64([]byte{flags | flagLong}, n)
	}
	ready := []byte{flagCommand, 1, 'x'}
	tests := []struct {
		name  string
		sent  []byte
		allow bool
	}{
		{"a first command of 4 KB", long(flagCommand, 4<<10), true},
		{"a first command above", long(flagCommand, 4<<10+1), false},
		{"a first frame of 512 MB", long(0, longestMessage), false},
		{"a message of 512 MB", append(ready, long(0, longestMessage)...), true},
		{"a message above", append(ready, long(0, longestMessage+1)...), false},
		{"a message above in two frames", slices.Concat(ready, []byte{flagMore, 1, 'x'}, long(0, longestMessage)), false},
		{"32 GB", append(ready, long(0, 32<<30)...), false},
		{"2^62", append(ready, long(0, 1<<62)...), false},
		{"2^63", append(ready, long(0, 1<<63)...), false},
		{"2^64-1 in the second frame", slices.Concat(ready, []byte{flagMore, 1, 'x'}, long(0, math.MaxUint64)), false},
		{"4096 frames", slices.Concat(ready, bytes.Repeat([]byte{flagMore, 0}, 4095), []byte{0, 0}), true},
		{"frames without end", append(ready, bytes.Repeat([]byte{flagMore, 0}, 4097)...), false},
		{"many messages", append(ready, bytes.Repeat([]byte{0, 1, 'x'}, 10_000)...), true},
	}
	for _, tt := range tests {
		var in inbound
		if err := in.see(append(make([]byte, greetingLen), tt.sent...)); (err == nil) != tt.allow {
			t.Errorf("%s: error %v, want allowed %v", tt.name, err, tt.allow)
		}
	}
}

// FuzzInbound reads what anybody may send.
func FuzzInbound(f *testing.F) {
	f.Add(opening("topic"))
	f.Add(append(make([]byte, greetingLen), 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		var in inbound
		err := in.see(b)
		if err == nil && in.size > longestMessage {
			t.Errorf("a message of %d bytes is let in", in.size)
		}
		if topic, _, ok := in.subscription.take(); ok && len(topic) >= longest {
			t.Errorf("a topic of %d bytes", len(topic))
		}
	})
}

// TestSubscriberReadsAfterItsEnd: zmq4 may ask a connection again that has
// ended.
func TestSubscriberReadsAfterItsEnd(t *testing.T) {
	m := newMark()
	s := newSubscriber(m)
	m.close()
	if _, err := io.Copy(io.Discard, s); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("Read: %v, want EOF", err)
	}
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
