package zmq

import (
	"bytes"
	"net"
	"testing"

	"pgregory.net/rapid"
)

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
