package zmq

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/nacl/box"
)

const (
	messageName = "\x07MESSAGE"
	// sealed is what a MESSAGE command has beyond the body of its frame: name,
	// nonce, box, flags.
	sealed = len(messageName) + 8 + box.Overhead + 1

	// The flags of a frame in a MESSAGE are not those on the wire.
	sealedMore    = 1
	sealedCommand = 2
)

var errCurve = errors.New("zmq: CURVE: a box does not open")

// session is an encrypted connection after its hand-shake: every frame travels
// in a box of its own.
type session struct {
	key [32]byte // of both, for this connection only
	in  uint64   // last nonce of the client; the reader's alone
	out uint64   // last nonce of ours; the writer's alone
}

// seal returns the body of the frame in which a frame travels.
func (s *session) seal(flags byte, body []byte) []byte {
	plain := make([]byte, 1, 1+len(body))
	plain[0] = flags & flagMore
	if flags&flagCommand != 0 {
		plain[0] |= sealedCommand
	}
	plain = append(plain, body...)
	b := append(make([]byte, 0, sealed+len(body)), messageName...)
	return s.box(b, "CurveZMQMESSAGES", plain)
}

// box appends the next nonce and a box with that nonce.
func (s *session) box(b []byte, prefix string, plain []byte) []byte {
	s.out++
	b = binary.BigEndian.AppendUint64(b, s.out)
	return box.SealAfterPrecomputation(b, plain, nonce(prefix, b[len(b)-8:]), &s.key)
}

// unbox opens what begins with a nonce. Nonces count upwards: a box that was
// sent before, by whomever, is refused.
func (s *session) unbox(prefix string, b []byte) ([]byte, error) {
	if len(b) < 8+box.Overhead {
		return nil, fmt.Errorf("zmq: CURVE: a nonce and a box of %d bytes", len(b))
	}
	n := binary.BigEndian.Uint64(b)
	if n <= s.in {
		return nil, fmt.Errorf("zmq: CURVE: nonce %d comes after %d", n, s.in)
	}
	plain, ok := box.OpenAfterPrecomputation(nil, b[8:], nonce(prefix, b[:8]), &s.key)
	if !ok {
		return nil, errCurve
	}
	s.in = n
	return plain, nil
}

// open reads the rest of a frame and returns the frame that travels in it.
func (s *session) open(h header, r *bufio.Reader) (header, []byte, error) {
	if h.flags&flagMore != 0 || h.size < uint64(sealed) {
		return header{}, nil, fmt.Errorf("zmq: CURVE: got a frame of %d bytes, want a MESSAGE", h.size)
	}
	pieces, err := gather(r, h.size)
	if err != nil {
		return header{}, nil, err
	}
	b := pieces[0]
	if len(pieces) > 1 {
		b = slices.Concat(pieces...)
	}
	if string(b[:len(messageName)]) != messageName {
		return header{}, nil, errors.New("zmq: CURVE: got another command than MESSAGE")
	}
	plain, err := s.unbox("CurveZMQMESSAGEC", b[len(messageName):])
	if err != nil {
		return header{}, nil, err
	}
	inner := header{flags: plain[0] & sealedMore, size: uint64(len(plain) - 1)}
	if plain[0]&sealedCommand != 0 {
		inner.flags = flagCommand
	}
	return inner, plain[1:], nil
}

// nonce puts a prefix and a tail together.
func nonce(prefix string, tail []byte) *[24]byte {
	var n [24]byte
	copy(n[:], prefix)
	copy(n[24-len(tail):], tail)
	return &n
}
