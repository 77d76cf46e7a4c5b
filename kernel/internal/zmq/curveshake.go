package zmq

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"

	"github.com/unravel-go/unravel/kernel/protocol"
)

const (
	helloLen    = 2 + 72 + 32 + 8 + 64 + box.Overhead // version, padding, key, nonce, box of zeros
	cookieLen   = 96
	vouchLen    = 16 + 64 + box.Overhead                       // nonce, box of two keys
	initiateLen = cookieLen + 8 + box.Overhead + 32 + vouchLen // at least
)

// curveShake is the server's side of CURVE's hand-shake. Capital letters are
// public keys, as in RFC 26: S of the server, C of the client; those of this
// connection have a prime there and the word now here.
type curveShake struct {
	long      *protocol.CurveKeys // S, s
	clientNow [32]byte            // C'
	serverNow [32]byte            // S'
	secretNow *[32]byte           // s'
	cookie    [cookieLen]byte
	session   session
}

// shakeCurve lets in a client that knows the server's public key, which is all
// that the connection file says of who may connect. It returns the properties
// that the client names.
//
// Reference: https://rfc.zeromq.org/spec/26/
func shakeCurve(w io.Writer, r *bufio.Reader, role *role) (*session, []byte, error) {
	s := &curveShake{long: role.curve}
	hello, err := readCommand(r, "HELLO", 512)
	if err != nil {
		return nil, nil, err
	}
	if err := s.hello(hello); err != nil {
		return nil, nil, err
	}
	welcome, err := s.welcome()
	if err != nil {
		return nil, nil, err
	}
	if _, err := w.Write(command("WELCOME", welcome)); err != nil {
		return nil, nil, err
	}
	initiate, err := readCommand(r, "INITIATE", longestCommand)
	if err != nil {
		return nil, nil, err
	}
	properties, err := s.initiate(initiate)
	if err != nil {
		return nil, nil, err
	}
	ready := s.session.box(nil, "CurveZMQREADY---", metadata{socketType: role.socketType()}.encode())
	_, err = w.Write(command("READY", ready))
	return &s.session, properties, err
}

// hello takes the client's first command: its key for this connection, and a
// box that only somebody who knows S can have made.
func (s *curveShake) hello(b []byte) error {
	if len(b) != helloLen || b[0] != 1 || b[1] != 0 {
		return fmt.Errorf("zmq: CURVE: got a HELLO of %d bytes, want %d of version 1.0", len(b), helloLen)
	}
	copy(s.clientNow[:], b[74:])
	if _, err := curve25519.X25519(s.long.Secret[:], s.clientNow[:]); err != nil {
		// A point of low order: with it, whoever knows no secret opens any box.
		return errors.New("zmq: CURVE: the client's key is none")
	}
	number, sealed := b[106:114], b[114:]
	plain, ok := box.Open(nil, sealed, nonce("CurveZMQHELLO---", number), &s.clientNow, &s.long.Secret)
	if !ok || !bytes.Equal(plain, make([]byte, 64)) {
		return errors.New("zmq: CURVE: the client does not know the server's key")
	}
	s.session.in = binary.BigEndian.Uint64(number)
	return nil
}

// welcome answers with a key for this connection, and a cookie. A server may
// put what it knows into the cookie and forget it; ours remembers, for seconds,
// and the cookie is random.
func (s *curveShake) welcome() ([]byte, error) {
	public, secret, err := box.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	s.serverNow, s.secretNow = *public, secret
	_, _ = rand.Read(s.cookie[:]) // never fails
	number := make([]byte, 16)
	_, _ = rand.Read(number)
	plain := append(s.serverNow[:len(s.serverNow):len(s.serverNow)], s.cookie[:]...)
	return box.Seal(number, plain, nonce("WELCOME-", number), &s.clientNow, &s.long.Secret), nil
}

// initiate takes the client's second command: the cookie, and a box with its
// long-term key, a vouch that this key and the one of this connection belong
// together, and its properties.
func (s *curveShake) initiate(b []byte) (properties []byte, err error) {
	if len(b) < initiateLen {
		return nil, fmt.Errorf("zmq: CURVE: got an INITIATE of %d bytes, want at least %d", len(b), initiateLen)
	}
	if subtle.ConstantTimeCompare(b[:cookieLen], s.cookie[:]) == 0 {
		return nil, errors.New("zmq: CURVE: the client brings another cookie than it was given")
	}
	box.Precompute(&s.session.key, &s.clientNow, s.secretNow)
	plain, err := s.session.unbox("CurveZMQINITIATE", b[cookieLen:])
	if err != nil {
		return nil, err
	}
	client, number, vouch := [32]byte(plain), plain[32:48], plain[48:32+vouchLen]
	keys, ok := box.Open(nil, vouch, nonce("VOUCH---", number), &client, s.secretNow)
	want := append(s.clientNow[:len(s.clientNow):len(s.clientNow)], s.long.Public[:]...) // S is what a stranger would guess at
	if !ok || subtle.ConstantTimeCompare(keys, want) == 0 {
		return nil, errors.New("zmq: CURVE: the client does not vouch for its key")
	}
	return plain[32+vouchLen:], nil
}
