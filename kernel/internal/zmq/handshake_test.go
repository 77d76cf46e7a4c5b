package zmq

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// said is a connection to a peer that has said all it will say.
type said struct {
	io.Reader
	io.Writer
}

func saying(b []byte) said { return said{bytes.NewReader(b), io.Discard} }

// hello is what a peer says to shake hands.
func hello(properties string) []byte {
	return append(greeting("NULL", false), command("READY", []byte(properties))...)
}

const (
	isDealer = "\x0bSocket-Type\x00\x00\x00\x06DEALER"
	isSub    = "\x0bSocket-Type\x00\x00\x00\x03SUB"
)

func identity(id string) string { return string(appendProperty(nil, "Identity", id)) }

// TestHandShake states who is let in.
func TestHandShake(t *testing.T) {
	old := greeting("NULL", false)
	old[10] = 2
	plain := greeting("PLAIN", false)
	tests := []struct {
		name  string
		ch    protocol.Channel
		sent  []byte
		error string // empty: let in
	}{
		{"a DEALER to shell", protocol.Shell, hello(isDealer), ""},
		{"a REQ to the heartbeat", protocol.Heartbeat, hello("\x0bsocket-type\x00\x00\x00\x03REQ"), ""},
		{"a SUB to IOPub", protocol.IOPub, hello(isSub + identity("")), ""},
		{"unknown properties", protocol.Shell, hello("\x03X-A\x00\x00\x00\x01b" + isDealer), ""},
		{"an identity of 255 bytes", protocol.Shell, hello(isDealer + identity(strings.Repeat("i", 255))), ""},
		{"an identity of 256 bytes", protocol.Shell, hello(isDealer + identity(strings.Repeat("i", 256))), "identity has 256 bytes"},
		{"an identity as those that are given", protocol.Shell, hello(isDealer + identity("\x00i")), "zero byte"},
		{"a SUB to shell", protocol.Shell, hello(isSub), "a \"SUB\" socket connects to a ROUTER"},
		{"a DEALER to IOPub", protocol.IOPub, hello(isDealer), "a \"DEALER\" socket connects to a PUB"},
		{"a socket of no type", protocol.Shell, hello(identity("i")), "does not say what socket"},
		{"no properties", protocol.Shell, hello(""), "does not say what socket"},
		{"a name beyond the end", protocol.Shell, hello("\x03abc"), "cut off"},
		{"a length beyond the end", protocol.Shell, hello("\x01a\x00\x00"), "cut off"},
		{"a value beyond the end", protocol.Shell, hello("\x01a\xff\xff\xff\xffb"), "cut off"},
		{"a property without name", protocol.Shell, hello("\x00\x00\x00\x00\x00"), "cut off"},
		{"4 KB of properties", protocol.Shell, hello(strings.Repeat("\x01a\x00\x00\x00\x00", 681)), "does not say what socket"},
		{"more than 4 KB", protocol.Shell, hello(strings.Repeat("\x01a\x00\x00\x00\x00", 700)), "want the command READY"},
		{"another command", protocol.Shell, append(greeting("NULL", false), command("ERROR", nil)...), "another command"},
		{"a message", protocol.Shell, append(greeting("NULL", false), 0, 1, 'x'), "want the command READY"},
		{"a short command", protocol.Shell, append(greeting("NULL", false), 4, 1, 5), "another command"},
		{"reserved flags", protocol.Shell, append(greeting("NULL", false), 0x84, 1, 5), "flags"},
		{"a frame of 2^62 bytes", protocol.Shell, append(greeting("NULL", false), "\x06\x40\x00\x00\x00\x00\x00\x00\x00"...), "want the command READY"},
		{"HTTP", protocol.Shell, []byte("GET / HTTP/1.1\r\n\r\n"), "does not speak ZMTP"},
		{"ZMTP 2", protocol.Shell, old, "speaks ZMTP 2"},
		{"PLAIN", protocol.Shell, plain, "mechanism is \"PLAIN\""},
		{"CURVE", protocol.Shell, greeting("CURVE", false), "mechanism is \"CURVE\""},
		{"a cut greeting", protocol.Shell, greeting("NULL", false)[:30], "EOF"},
		{"nothing", protocol.Shell, nil, "EOF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := open(saying(tt.sent), &role{channel: tt.ch})
			if tt.error == "" && err != nil || tt.error != "" && (err == nil || !strings.Contains(err.Error(), tt.error)) {
				t.Errorf("got error %v, want %q", err, tt.error)
			}
		})
	}
}

// TestMetadata: what is written is read.
func TestMetadata(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := metadata{
			socketType: rapid.StringN(1, 20, 20).Draw(t, "type"),
			identity:   rapid.StringN(0, 255, 255).Filter(func(s string) bool { return !strings.HasPrefix(s, "\x00") }).Draw(t, "identity"),
		}
		got, err := parseMetadata(want.encode())
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(metadata{})); diff != "" || err != nil {
			t.Errorf("%v (-want +got)\n%s", err, diff)
		}
	})
}

// FuzzHandShake shakes hands with anybody.
func FuzzHandShake(f *testing.F) {
	f.Add(hello(isDealer), false)
	f.Add(hello(isSub+identity("i")), true)
	f.Add(greeting("CURVE", false), true)
	f.Fuzz(func(t *testing.T, b []byte, publishes bool) {
		r := &role{channel: protocol.Shell}
		if publishes {
			r.channel = protocol.IOPub
		}
		o, err := open(saying(b), r)
		if err == nil && (!r.admits(o.socketType) || len(o.identity) > longestIdentity || len(b) < greetingLen) {
			t.Errorf("%q was let in as %q, %q", b, o.socketType, o.identity)
		}
	})
}
