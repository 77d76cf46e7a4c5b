package zmq

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
)

const (
	flagMore    = 1
	flagLong    = 2
	flagCommand = 4
)

var errTooLong = errors.New("zmq: the peer announces more than it may send")

// header is what comes before the body of a frame.
type header struct {
	flags byte // but flagLong, which is a matter of the encoding
	size  uint64
}

// readHeader reads the header of a frame.
func readHeader(r *bufio.Reader) (header, error) {
	b, err := r.Peek(2)
	if err != nil {
		return header{}, err
	}
	h := header{flags: b[0] &^ flagLong, size: uint64(b[1])}
	n := 2
	if b[0]&flagLong != 0 {
		if b, err = r.Peek(9); err != nil {
			return header{}, err
		}
		h.size, n = binary.BigEndian.Uint64(b[1:]), 9
	}
	if h.flags&^(flagMore|flagCommand) != 0 || h.flags == flagMore|flagCommand {
		return header{}, fmt.Errorf("zmq: a frame has the flags %#x", b[0])
	}
	_, err = r.Discard(n)
	return h, err
}

// append encodes the header.
func (h header) append(b []byte) []byte {
	if h.size > 255 {
		return binary.BigEndian.AppendUint64(append(b, h.flags|flagLong), h.size)
	}
	return append(b, h.flags, byte(h.size))
}

// gather reads n bytes into memory that grows as they arrive: whoever announces
// much and sends little takes little.
func gather(r io.Reader, n uint64) (net.Buffers, error) {
	var pieces net.Buffers
	for size := uint64(64 << 10); n > 0; size = min(2*size, 16<<20) {
		b := make([]byte, min(size, n))
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, err
		}
		pieces = append(pieces, b)
		n -= uint64(len(b))
	}
	return pieces, nil
}
