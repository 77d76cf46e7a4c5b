package zmq

import (
	"encoding/binary"
	"errors"
)

// What a peer may send. zmq4 makes room for whatever length a peer announces,
// before a byte of it is there and long before a signature can be checked.
const (
	longestHandShake = 4 << 10   // bytes of a frame, until the hand-shake is done
	longestMessage   = 512 << 20 // bytes of a message, all frames
	mostFrames       = 4096      // of a message
)

var errTooLong = errors.New("zmq: the peer announces more than it may send")

// inbound follows the bytes that a peer sends, from frame header to frame
// header, to refuse lengths beyond reason and to see subscriptions. It judges
// nothing else: other broken bytes are zmq4's to refuse.
type inbound struct {
	greeting   int    // bytes of greeting seen
	handShaken bool   // a first frame, the command READY, is complete
	head       []byte // of the frame, as far as it is there
	left       uint64 // bytes of the frame's body still to come
	size       uint64 // bytes of the message, as far as they are announced
	frames     int    // of the message, likewise

	subscription subscription
}

// see takes bytes that were read. After an error, the peer must not be read
// any more.
func (in *inbound) see(b []byte) error {
	for len(b) > 0 {
		n, err := in.step(b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// step takes some of the bytes and returns how many.
func (in *inbound) step(b []byte) (int, error) {
	switch {
	case in.greeting < greetingLen:
		n := min(greetingLen-in.greeting, len(b))
		in.greeting += n
		return n, nil
	case in.left == 0:
		in.head = append(in.head, b[0])
		if len(in.head) < headerLen(in.head) {
			return 1, nil
		}
		return 1, in.announce(announced(in.head))
	}
	n := int(min(in.left, uint64(len(b))))
	in.subscription.add(b[:n])
	in.left -= uint64(n)
	if in.left == 0 {
		in.endFrame()
	}
	return n, nil
}

// announce takes the length of a frame whose header is complete.
func (in *inbound) announce(n uint64) error {
	limit := uint64(longestMessage)
	if !in.handShaken {
		limit = longestHandShake
	}
	in.frames++
	// One by one: a sum of such lengths may overflow.
	if n > limit || in.size+n > limit || in.frames > mostFrames {
		return errTooLong
	}
	in.size += n
	in.left = n
	in.subscription.begin()
	if n == 0 {
		in.endFrame()
	}
	return nil
}

// endFrame notes that a frame is complete, and with its last one a message.
func (in *inbound) endFrame() {
	flags := in.head[0]
	in.head = nil
	in.subscription.end(in.frames == 1 && flags&(flagMore|flagCommand) == 0)
	if flags&flagMore == 0 {
		in.size, in.frames, in.handShaken = 0, 0, true
	}
}

// announced returns the length that a complete header announces.
func announced(head []byte) uint64 {
	if head[0]&flagLong != 0 {
		return binary.BigEndian.Uint64(head[1:])
	}
	return uint64(head[1])
}
