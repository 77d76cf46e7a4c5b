package zmq

import "encoding/binary"

// framer cuts what zmq4 writes to a connection into messages.
type framer struct {
	greeting int      // bytes of greeting still to come
	head     []byte   // of the frame, as far as it is there
	left     int      // bytes of its body still to come
	body     []byte   // of the frame, as far as it is there
	frames   [][]byte // of the message so far
	ended    bool     // the message is complete
}

func newFramer() framer { return framer{greeting: greetingLen} }

// take takes the next piece from the front of b, which is not empty, and
// returns its length and whether a message ends with it. A body that comes in
// one piece is kept without being copied.
func (f *framer) take(b []byte) (n int, end bool) {
	if f.ended {
		f.frames, f.ended = f.frames[:0], false
	}
	switch {
	case f.greeting > 0:
		n = min(f.greeting, len(b))
		f.greeting -= n
		return n, false
	case f.left == 0:
		f.head = append(f.head, b[0])
		if len(f.head) < headerLen(f.head[0]) {
			return 1, false
		}
		f.left = bodyLen(f.head)
		n = 1
	default:
		n = min(f.left, len(b))
		if f.body == nil && n == f.left {
			f.body = b[:n:n]
		} else {
			f.body = append(f.body, b[:n]...)
		}
		f.left -= n
	}
	if f.left > 0 {
		return n, false
	}
	f.frames = append(f.frames, f.body)
	f.body = nil
	f.ended = f.head[0]&flagMore == 0
	if !f.ended {
		f.head = f.head[:0]
	}
	return n, f.ended
}

// message returns the message that has ended, until the next piece is taken;
// false if it is a command.
func (f *framer) message() (frames [][]byte, ok bool) {
	command := f.head[0]&flagCommand != 0
	f.head = f.head[:0]
	return f.frames, !command
}

func headerLen(flags byte) int {
	if flags&flagLong != 0 {
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
