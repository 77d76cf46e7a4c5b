// Package hkdf stands for the generic functions of the standard library's
// package crypto/hkdf.
package hkdf

import (
	"hash"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Extract derives a pseudorandom key from a secret.
func Extract[H hash.Hash](h func() H, secret, salt []byte) ([]byte, error) {
	return native.HKDFExtract(func() hash.Hash { return h() }, secret, salt)
}

// Expand derives a key of keyLength bytes from a pseudorandom one.
func Expand[H hash.Hash](h func() H, pseudorandomKey []byte, info string, keyLength int) ([]byte, error) {
	return native.HKDFExpand(func() hash.Hash { return h() }, pseudorandomKey, info, keyLength)
}

// Key derives a key of keyLength bytes from a secret.
func Key[Hash hash.Hash](h func() Hash, secret, salt []byte, info string, keyLength int) ([]byte, error) {
	return native.HKDFKey(func() hash.Hash { return h() }, secret, salt, info, keyLength)
}
