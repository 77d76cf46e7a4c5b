package zmq

import (
	"encoding/binary"
	"net"
)

const (
	greetingLen = 64 // bytes that open a ZMTP connection, before any frame

	flagMore    = 1
	flagLong    = 2
	flagCommand = 4
)

// framer cuts what zmq4 writes to a connection into messages.
type framer struct {
	greeting int         // bytes of greeting still to come
	head     []byte      // of the frame, as far as it is there
	left     int         // bytes of the frame's body still to come
	pieces   net.Buffers // of the message so far: headers and bodies
	hello    bool        // the message is the greeting
}

// written is a message as it was written.
type written struct {
	bytes     net.Buffers // headers and bodies of its frames, one by one
	handShake bool        // it is the greeting or a command, of one piece or more
}

func newFramer() framer { return framer{greeting: greetingLen} }

// take takes the next piece from the front of b, which is not empty, and
// returns its length and whether a message ends with it.
func (f *framer) take(b []byte) (n int, end bool) {
	switch {
	case f.greeting > 0:
		n = min(f.greeting, len(b))
		f.greeting -= n
		f.hello = true
		end = f.greeting == 0
	case f.left > 0:
		n = min(f.left, len(b))
		f.left -= n
		end = f.left == 0 && f.head[0]&flagMore == 0
	default:
		if len(f.head) == headerLen(f.head) { // that of the frame before
			f.head = nil
		}
		for n < len(b) && len(f.head) < headerLen(f.head) {
			f.head = append(f.head, b[n])
			n++
		}
		if len(f.head) == headerLen(f.head) {
			f.left = bodyLen(f.head)
			end = f.left == 0 && f.head[0]&flagMore == 0
		}
	}
	f.pieces = append(f.pieces, b[:n])
	return n, end
}

// message returns the message that has ended.
func (f *framer) message() written {
	m := written{bytes: f.pieces, handShake: f.hello || f.head[0]&flagCommand != 0}
	f.pieces, f.head, f.hello = nil, nil, false
	return m
}

// headerLen returns the length of a frame header from what there is of it.
func headerLen(head []byte) int {
	if len(head) > 0 && head[0]&flagLong != 0 {
		return 9
	}
	return 2
}

func bodyLen(head []byte) int {
	if head[0]&flagLong != 0 {
		return int(binary.BigEndian.Uint64(head[1:]))
	}
	return int(head[1])
}

// encode writes frames the way ZMTP does.
func encode(frames [][]byte) net.Buffers {
	var m net.Buffers
	for i, f := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = flagMore
		}
		if len(f) > 255 {
			m = append(m, binary.BigEndian.AppendUint64([]byte{flags | flagLong}, uint64(len(f))), f)
		} else {
			m = append(m, []byte{flags, byte(len(f))}, f)
		}
	}
	return m
}
