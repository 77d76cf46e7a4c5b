package protocol

import (
	"bytes"
	"crypto/ecdh"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// CurveKeys is the key pair with which a kernel's sockets encrypt (CurveZMQ).
type CurveKeys struct{ Public, Secret [32]byte }

// Curve returns the keys of the connection, nil if it is not encrypted.
//
// It fails if there is but one key, if one is not 40 characters of Z85, or if
// they are not a pair. The error never quotes a key.
func (c Connection) Curve() (*CurveKeys, error) {
	switch {
	case c.CurvePublicKey == "" && c.CurveSecretKey == "":
		return nil, nil
	case c.CurvePublicKey == "":
		return nil, errors.New("curve_secretkey without curve_publickey")
	case c.CurveSecretKey == "":
		return nil, errors.New("curve_publickey without curve_secretkey")
	}
	var k CurveKeys
	if err := decodeZ85(&k.Public, c.CurvePublicKey); err != nil {
		return nil, fmt.Errorf("curve_publickey %w", err)
	}
	if err := decodeZ85(&k.Secret, c.CurveSecretKey); err != nil {
		return nil, fmt.Errorf("curve_secretkey %w", err)
	}
	secret, err := ecdh.X25519().NewPrivateKey(k.Secret[:])
	if err != nil {
		return nil, fmt.Errorf("curve_secretkey is no key: %w", err)
	}
	if !bytes.Equal(secret.PublicKey().Bytes(), k.Public[:]) {
		return nil, errors.New("curve_publickey and curve_secretkey are not a pair")
	}
	return &k, nil
}

// z85 is the digits of ZeroMQ's base 85.
//
// Reference: https://rfc.zeromq.org/spec/32/
const z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"

// decodeZ85 decodes a key: five digits for every four bytes.
func decodeZ85(key *[32]byte, text string) error {
	const digits = len(key) / 4 * 5
	if len(text) != digits {
		return fmt.Errorf("has %d characters, want %d", len(text), digits)
	}
	for i := range len(key) / 4 {
		var n uint64
		for _, c := range []byte(text[5*i : 5*i+5]) {
			d := strings.IndexByte(z85, c)
			if d < 0 {
				return errors.New("has a character that is no digit of Z85")
			}
			n = 85*n + uint64(d)
		}
		if n > 1<<32-1 {
			return errors.New("has five digits that are more than four bytes")
		}
		binary.BigEndian.PutUint32(key[4*i:], uint32(n))
	}
	return nil
}
