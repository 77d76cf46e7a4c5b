package zmq

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/nacl/box"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// client is the client's side of CURVE, with the ways in which it may cheat.
type client struct {
	public, secret *[32]byte // for this connection
	server         [32]byte  // S
	longPublic     *[32]byte
	longSecret     *[32]byte

	wrongCookie, wrongVouch bool
	nonce                   uint64 // of INITIATE
}

func newKeys(t testing.TB) *protocol.CurveKeys {
	t.Helper()
	public, secret, err := box.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &protocol.CurveKeys{Public: *public, Secret: *secret}
}

func newClient(t testing.TB, server [32]byte) *client {
	a, b := newKeys(t), newKeys(t)
	return &client{
		public: &a.Public, secret: &a.Secret, server: server,
		longPublic: &b.Public, longSecret: &b.Secret, nonce: 2,
	}
}

func (c *client) hello() []byte {
	b := append([]byte{1, 0}, make([]byte, 72)...)
	b = binary.BigEndian.AppendUint64(append(b, c.public[:]...), 1)
	return box.Seal(b, make([]byte, 64), nonce("CurveZMQHELLO---", b[len(b)-8:]), &c.server, c.secret)
}

// initiate answers a WELCOME.
func (c *client) initiate(t testing.TB, welcome []byte, properties string) (initiate []byte, s *session) {
	t.Helper()
	plain, ok := box.Open(nil, welcome[16:], nonce("WELCOME-", welcome[:16]), &c.server, c.secret)
	if !ok || len(plain) != 32+cookieLen {
		t.Fatalf("the WELCOME does not open, or to %d bytes", len(plain))
	}
	serverNow := [32]byte(plain)
	cookie := slices.Clone(plain[32:])
	vouched := append(c.public[:len(c.public):len(c.public)], c.server[:]...)
	if c.wrongCookie {
		cookie[0]++
	}
	if c.wrongVouch {
		vouched[0]++
	}
	number := make([]byte, 16)
	vouch := box.Seal(number, vouched, nonce("VOUCH---", number), &serverNow, c.longSecret)
	s = &session{out: c.nonce - 1}
	box.Precompute(&s.key, &serverNow, c.secret)
	return s.box(cookie, "CurveZMQINITIATE", slices.Concat(c.longPublic[:], vouch, []byte(properties))), s
}

// shakeWith shakes hands with a client, command by command.
func shakeWith(t testing.TB, c *client, keys *protocol.CurveKeys, hello []byte, properties string) (server, theirs *session, got []byte, err error) {
	t.Helper()
	s := &curveShake{long: keys}
	if err := s.hello(hello); err != nil {
		return nil, nil, nil, err
	}
	welcome, err := s.welcome()
	if err != nil {
		t.Fatal(err)
	}
	initiate, theirs := c.initiate(t, welcome, properties)
	got, err = s.initiate(initiate)
	return &s.session, theirs, got, err
}

// TestCurveHandShake states which clients are let in.
func TestCurveHandShake(t *testing.T) {
	keys := newKeys(t)
	tests := []struct {
		name  string
		cheat func(c *client)
		hello func(b []byte) []byte
		error string
	}{
		{name: "an honest client"},
		{name: "another server's key", cheat: func(c *client) { c.server = newKeys(t).Public }, error: "does not know the server's key"},
		{name: "another cookie", cheat: func(c *client) { c.wrongCookie = true }, error: "another cookie"},
		{name: "another vouch", cheat: func(c *client) { c.wrongVouch = true }, error: "does not vouch"},
		{name: "another key than vouched for", cheat: func(c *client) { c.longPublic = &newKeys(t).Public }, error: "does not vouch"},
		{name: "the same nonce again", cheat: func(c *client) { c.nonce = 1 }, error: "nonce 1 comes after 1"},
		{name: "another version", hello: func(b []byte) []byte { b[0] = 2; return b }, error: "of version 1.0"},
		{name: "no key", cheat: func(c *client) { *c.public = [32]byte{} }, error: "key is none"},
		{name: "a cut HELLO", hello: func(b []byte) []byte { return b[:100] }, error: "HELLO of 100 bytes"},
		{name: "a changed HELLO", hello: func(b []byte) []byte { b[150]++; return b }, error: "does not know"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newClient(t, keys.Public)
			if tt.cheat != nil {
				tt.cheat(c)
			}
			hello := c.hello()
			if tt.hello != nil {
				hello = tt.hello(hello)
			}
			_, _, properties, err := shakeWith(t, c, keys, hello, isDealer)
			if tt.error == "" && (err != nil || string(properties) != isDealer) {
				t.Errorf("got %q, %v", properties, err)
			}
			if tt.error != "" && (err == nil || !strings.Contains(err.Error(), tt.error)) {
				t.Errorf("got error %v, want %q", err, tt.error)
			}
		})
	}
}

// sealedFrame is a frame as a client sends it.
func sealedFrame(s *session, flags byte, body string) []byte {
	b := s.box([]byte(messageName), "CurveZMQMESSAGEC", append([]byte{flags}, body...))
	return append(header{size: uint64(len(b))}.append(nil), b...)
}

// TestCurveMessages opens what a client seals, once, in order, and unchanged.
func TestCurveMessages(t *testing.T) {
	keys := newKeys(t)
	c := newClient(t, keys.Public)
	open := func(s *session, b []byte) (header, string, error) {
		r := bufio.NewReader(bytes.NewReader(b))
		h, err := readHeader(r)
		if err != nil {
			t.Fatal(err)
		}
		h, body, err := s.open(h, r)
		return h, string(body), err
	}
	server, theirs, _, err := shakeWith(t, c, keys, c.hello(), isDealer)
	if err != nil {
		t.Fatal(err)
	}
	first, second := sealedFrame(theirs, sealedMore, "a"), sealedFrame(theirs, sealedCommand, strings.Repeat("b", 100<<10))
	changed := slices.Clone(second)
	changed[len(changed)-1]++
	if h, body, err := open(server, first); err != nil || h.flags != flagMore || body != "a" {
		t.Errorf("got %v, %q, %v", h, body, err)
	}
	for name, b := range map[string][]byte{"again": first, "changed": changed, "cut": sealedFrame(theirs, 0, "")[:20], "another command": []byte("\x00\x30" + strings.Repeat("x", 48))} {
		if _, _, err := open(server, b); err == nil {
			t.Errorf("a frame %s is let in", name)
		}
	}
	if h, body, err := open(server, second); err != nil || h.flags != flagCommand || len(body) != 100<<10 {
		t.Errorf("got %v, %d bytes, %v", h, len(body), err)
	}
}

// FuzzCurve shakes hands with anybody, and lets in nobody who does not know
// the keys.
func FuzzCurve(f *testing.F) {
	keys := newKeys(f)
	c := newClient(f, keys.Public)
	hello := append(greeting("CURVE", false), command("HELLO", c.hello())...)
	f.Add(hello)
	f.Add(append(hello, command("INITIATE", make([]byte, initiateLen))...))
	f.Add(greeting("NULL", false))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := open(saying(b), &role{channel: protocol.Shell, curve: keys}); err == nil {
			t.Errorf("%q is let in", b)
		}
	})
}

// FuzzCurveInitiate takes any INITIATE after a good HELLO.
func FuzzCurveInitiate(f *testing.F) {
	keys := newKeys(f)
	c := newClient(f, keys.Public)
	s := &curveShake{long: keys}
	if err := s.hello(c.hello()); err != nil {
		f.Fatal(err)
	}
	welcome, err := s.welcome()
	if err != nil {
		f.Fatal(err)
	}
	good, _ := c.initiate(f, welcome, isDealer)
	f.Add(good[cookieLen:])
	f.Fuzz(func(t *testing.T, b []byte) {
		again := *s
		_, err := again.initiate(append(s.cookie[:len(s.cookie):len(s.cookie)], b...))
		if err == nil && !bytes.Equal(b, good[cookieLen:]) {
			t.Errorf("%q is let in", b)
		}
	})
}
