package protocol

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"
	"sync"
)

// Reasons for which a message is refused before it is parsed.
var (
	ErrSignature = errors.New("protocol: signature does not match")
	ErrReplay    = errors.New("protocol: signature was used before")
)

// remembered is the number of signatures that a Signer keeps to refuse them
// when they come again: as many as the reference implementation.
const remembered = 65536

// Signer signs outgoing messages and verifies incoming ones. It may be used
// from several goroutines. A nil Signer neither signs nor verifies.
type Signer struct {
	macs sync.Pool // of hash.Hash, with the key in them

	mu   sync.Mutex
	seen map[string]struct{}
	ring []string // what seen holds, oldest at next once full
	next int
}

// NewSigner returns the signer of a connection file's signature_scheme and
// key. An empty key means that messages are not signed: the signer is nil.
//
// It refuses a scheme that it does not know, whatever the key.
func NewSigner(scheme, key string) (*Signer, error) {
	newHash, err := hashOf(scheme)
	if err != nil {
		return nil, err
	}
	if key == "" {
		return nil, nil
	}
	s := &Signer{seen: make(map[string]struct{})}
	s.macs.New = func() any { return hmac.New(newHash, []byte(key)) }
	return s, nil
}

// hashOf returns the hash that a signature scheme names the way Python's
// hashlib does.
func hashOf(scheme string) (func() hash.Hash, error) {
	switch scheme {
	case "hmac-sha256":
		return sha256.New, nil
	case "hmac-sha512":
		return sha512.New, nil
	case "hmac-sha224":
		return sha256.New224, nil
	case "hmac-sha384":
		return sha512.New384, nil
	case "hmac-sha3_256":
		return func() hash.Hash { return sha3.New256() }, nil
	case "hmac-sha3_512":
		return func() hash.Hash { return sha3.New512() }, nil
	}
	known := []string{"hmac-sha256", "hmac-sha512", "hmac-sha224", "hmac-sha384", "hmac-sha3_256", "hmac-sha3_512"}
	return nil, fmt.Errorf("protocol: signature_scheme is %q, want one of %s", scheme, strings.Join(known, ", "))
}

// sum returns the signature of the four signed frames.
func (s *Signer) sum(frames [][]byte) []byte {
	mac := s.macs.Get().(hash.Hash)
	defer s.macs.Put(mac)
	mac.Reset()
	for _, f := range frames {
		mac.Write(f)
	}
	return mac.Sum(nil)
}

// sign returns the signature in hexadecimal, empty if messages are not signed.
func (s *Signer) sign(frames [][]byte) []byte {
	if s == nil {
		return []byte{}
	}
	return hex.AppendEncode(nil, s.sum(frames))
}

// verify returns an error unless signature, in hexadecimal, belongs to the
// frames and comes for the first time.
func (s *Signer) verify(signature []byte, frames [][]byte) error {
	if s == nil {
		return nil
	}
	got := make([]byte, hex.DecodedLen(len(signature)))
	if _, err := hex.Decode(got, signature); err != nil {
		return ErrSignature
	}
	if !hmac.Equal(got, s.sum(frames)) {
		return ErrSignature
	}
	return s.remember(string(got))
}

// remember notes a signature that was valid, and refuses one noted before.
func (s *Signer) remember(signature string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, dup := s.seen[signature]; dup {
		return ErrReplay
	}
	if len(s.ring) < remembered {
		s.ring = append(s.ring, signature)
	} else {
		delete(s.seen, s.ring[s.next])
		s.ring[s.next] = signature
		s.next = (s.next + 1) % remembered
	}
	s.seen[signature] = struct{}{}
	return nil
}
