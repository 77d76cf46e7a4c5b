package zmq

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// sink is a connection that takes whatever is written to it.
type sink struct {
	net.Conn
	closed bool
}

func (s *sink) Write(b []byte) (int, error)      { return len(b), nil }
func (s *sink) Close() error                     { s.closed = true; return nil }
func (s *sink) SetWriteDeadline(time.Time) error { return nil }

// shaken is a peer that has shaken hands and then says b.
func shaken(ch protocol.Channel, b []byte) *peer {
	l := newPool(defaultLimits())
	l.read.Add(1)
	r := &role{channel: ch, pool: l, limits: l.limits}
	return newPeer(&sink{}, r, opened{metadata: metadata{socketType: "DEALER"}, r: bufio.NewReaderSize(bytes.NewReader(b), 16<<10)})
}

// passed returns what zmq4 reads after the hand-shake. It reads to the end.
func passed(p *peer) []byte {
	p.inbound.opening = nil
	b, _ := io.ReadAll(p)
	return b
}

func longHeader(flags byte, n uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{flags | flagLong}, n)
}

// TestInboundPasses: messages reach zmq4 as they are.
func TestInboundPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{0, 1, 255, 256, 70_000})
		var sent []byte
		for range rapid.IntRange(1, 4).Draw(t, "messages") {
			sent = append(sent, wire([]byte("head"), make([]byte, size.Draw(t, "size")))...)
		}
		if got := passed(shaken(protocol.Shell, sent)); !bytes.Equal(got, sent) {
			t.Errorf("%d bytes arrive, want %d", len(got), len(sent))
		}
	})
}

// TestLongFrames: those that wait in memory until all of them is there too.
func TestLongFrames(t *testing.T) {
	sent := wire(bytes.Repeat([]byte("0123456789"), small), []byte("between"), bytes.Repeat([]byte("x"), small+1), make([]byte, small))
	if got := passed(shaken(protocol.Shell, sent)); !bytes.Equal(got, sent) {
		t.Errorf("%d bytes arrive, want %d", len(got), len(sent))
	}
}

// TestInboundRefuses states what ends a peer, by the frames that it sends. What
// comes after them is never read.
func TestInboundRefuses(t *testing.T) {
	const after = "\x00\x05after"
	tests := []struct {
		name  string
		sent  []byte
		allow bool
	}{
		{"a message above 512 MB", longHeader(0, longestMessage+1), false},
		{"one above in two frames", slices.Concat([]byte{flagMore, 1, 'x'}, longHeader(0, longestMessage)), false},
		{"32 GB", longHeader(0, 32<<30), false},
		{"2^62", longHeader(0, 1<<62), false},
		{"2^63", longHeader(0, 1<<63), false},
		{"2^64-1 in the second frame", slices.Concat([]byte{flagMore, 1, 'x'}, longHeader(0, math.MaxUint64)), false},
		{"4096 frames", slices.Concat(bytes.Repeat([]byte{flagMore, 0}, 4095), []byte{0, 0}), true},
		{"frames without end", bytes.Repeat([]byte{flagMore, 0}, 4097), false},
		{"many messages", bytes.Repeat([]byte{0, 1, 'x'}, 10_000), true},
		{"reserved flags", []byte{8, 1, 'x'}, false},
		{"a command with more to come", []byte{flagCommand | flagMore, 1, 'x'}, false},
		{"an unknown command", command("NONSENSE", nil), true},
		{"an empty command", []byte{flagCommand, 0}, true},
		{"a command of 4 KB", append(longHeader(flagCommand, 4<<10), make([]byte, 4<<10)...), true},
		{"a command above", append(longHeader(flagCommand, 4<<10+1), make([]byte, 4<<10+1)...), false},
		{"commands between messages", slices.Concat(command("A", nil), []byte{0, 1, 'x'}, command("B", nil)), true},
	}
	for _, tt := range tests {
		p := shaken(protocol.Shell, append(tt.sent, after...))
		if got := bytes.HasSuffix(passed(p), []byte(after)); got != tt.allow {
			t.Errorf("%s: goes on %v, want %v", tt.name, got, tt.allow)
		}
		if !p.conn.(*sink).closed {
			t.Errorf("%s: the connection is open at the end", tt.name)
		}
	}
}

// TestCommandsStayOutside: zmq4 would take a command for a message.
func TestCommandsStayOutside(t *testing.T) {
	sent := slices.Concat(command("PING", []byte("\x00\x01context")), wire([]byte("m")), command("NONSENSE", []byte("x")))
	if diff := cmp.Diff(wire([]byte("m")), passed(shaken(protocol.Shell, sent))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestPong answers a PING with its context, and nothing else.
func TestPong(t *testing.T) {
	tests := []struct{ command, answer string }{
		{"\x04PING\x00\x01", "\x04PONG"},
		{"\x04PING\x00\x01abc", "\x04PONGabc"},
		{"\x04PING\x00\x01" + strings.Repeat("c", 16), "\x04PONG" + strings.Repeat("c", 16)},
		{"\x04PING\x00\x01" + strings.Repeat("c", 17), ""},
		{"\x04PING\x00", ""},
		{"\x04PONG\x00\x01", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, ok := pong([]byte(tt.command))
		if string(got) != tt.answer || ok != (tt.answer != "") {
			t.Errorf("%q is answered with %q, %v, want %q", tt.command, got, ok, tt.answer)
		}
	}
}

// TestSubscriptionsOnly: of what subscribers send, zmq4 hears of subscriptions,
// and of those that make a difference.
func TestSubscriptionsOnly(t *testing.T) {
	sub := func(on byte, topic string) []byte { return wire(append([]byte{on}, topic...)) }
	sent := slices.Concat(
		wire([]byte("junk")), wire(nil), wire([]byte{1, 'a'}, []byte("b")), sub(2, "x"),
		sub(1, "a"), sub(1, "a"), sub(0, "b"), sub(0, "a"), sub(0, "a"), sub(0, "a"),
		sub(1, strings.Repeat("t", longestTopic)), sub(1, strings.Repeat("t", longestTopic+1)),
		wire(make([]byte, 3*small)), sub(1, ""))
	want := slices.Concat(sub(1, "a"), sub(0, "a"), sub(1, strings.Repeat("t", longestTopic)), sub(1, ""))
	if diff := cmp.Diff(want, passed(shaken(protocol.IOPub, sent))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestTooManyTopics ends a subscriber that would have zmq4 remember them all.
func TestTooManyTopics(t *testing.T) {
	var sent []byte
	for i := range 2 * mostTopics {
		sent = append(sent, wire([]byte{1, byte(i), byte(i >> 8)})...)
	}
	if got, want := len(passed(shaken(protocol.IOPub, sent))), mostTopics*5; got != want {
		t.Errorf("%d bytes of subscriptions pass, want %d", got, want)
	}
}

// TestMemoryFollowsBytes: who announces much and sends little takes little.
func TestMemoryFollowsBytes(t *testing.T) {
	announced := append(longHeader(0, longestMessage), make([]byte, small)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	passed(shaken(protocol.Shell, announced))
	runtime.ReadMemStats(&after)
	got := after.TotalAlloc - before.TotalAlloc
	if got > 8*small {
		t.Errorf("%d bytes are taken for %d that arrived", got, len(announced))
	}
}

// FuzzInbound reads what anybody may send.
func FuzzInbound(f *testing.F) {
	f.Add(wire([]byte("a"), []byte("b")), false)
	f.Add(append(command("PING", []byte("\x00\x01c")), wire([]byte{1, 't'})...), true)
	f.Add([]byte{2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, false)
	f.Fuzz(func(t *testing.T, b []byte, publishes bool) {
		ch := protocol.Shell
		if publishes {
			ch = protocol.IOPub
		}
		got := passed(shaken(ch, b))
		// A short length may come in the long form, but not to zmq4.
		if len(got) > len(b) {
			t.Fatalf("%d bytes pass, of %d", len(got), len(b))
		}
		for r := bufio.NewReader(bytes.NewReader(got)); ; {
			h, err := readHeader(r)
			if err != nil {
				break
			}
			if h.flags&flagCommand != 0 || h.size > longestMessage || publishes && (h.flags != 0 || h.size == 0) {
				t.Fatalf("a frame passes with flags %d and %d bytes", h.flags, h.size)
			}
			if n, _ := io.CopyN(io.Discard, r, int64(h.size)); n < int64(h.size) {
				break
			}
		}
	})
}
