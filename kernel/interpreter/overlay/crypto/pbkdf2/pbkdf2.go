// Package pbkdf2 stands for the generic function of the standard library's
// package crypto/pbkdf2.
package pbkdf2

import (
	"hash"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Key derives a key of keyLength bytes from a password.
func Key[Hash hash.Hash](h func() Hash, password string, salt []byte, iter, keyLength int) ([]byte, error) {
	return native.PBKDF2Key(func() hash.Hash { return h() }, password, salt, iter, keyLength)
}
