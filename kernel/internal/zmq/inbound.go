package zmq

import (
	"bufio"
	"bytes"
	"io"
)

// small is the size of a frame that zmq4 may make room for before it is there.
const small = 1 << 20

// inbound is what zmq4 reads of a peer, bit by bit.
type inbound struct {
	r       *bufio.Reader // from the network
	session *session      // of CURVE, or nil

	opening []byte    // for zmq4 to read before anything else
	head    []byte    // of a frame, likewise, and then
	body    io.Reader // its body
	left    uint64    // bytes of the body still to come

	size   uint64 // bytes of the message, as far as they are announced
	frames int    // of the message, likewise
	alone  bool   // the frame is a message
	topics topics // of a subscriber
}

// newInbound lets zmq4 see a hand-shake that went well and was like any other.
func newInbound(o opened) inbound {
	opening := append(greeting("NULL", false), command("READY", o.metadata.encode())...)
	return inbound{r: o.r, session: o.session, opening: opening, topics: topics{}}
}

// read reads for zmq4.
func (p *peer) read(b []byte) (int, error) {
	in := &p.inbound
	if len(in.opening) > 0 {
		n := copy(b, in.opening)
		in.opening = in.opening[n:]
		return n, nil
	}
	for len(in.head) == 0 && in.left == 0 {
		if err := p.next(); err != nil {
			return 0, err
		}
	}
	if len(in.head) > 0 {
		n := copy(b, in.head)
		in.head = in.head[n:]
		return n, nil
	}
	n, err := in.body.Read(b[:min(uint64(len(b)), in.left)])
	in.left -= uint64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

// next reads a frame, up to its body if that is small. zmq4 has dealt with all
// that it read before, or it would not be back.
func (p *peer) next() error {
	p.once.join.Do(func() { close(p.joined) })
	p.outbox.release()
	in := &p.inbound
	h, body, err := in.frame()
	if err != nil {
		return err
	}
	switch {
	case h.flags&flagCommand != 0:
		return p.obey(h, body)
	case p.role.publishes():
		return p.subscribe(h, body)
	case h.size > small && in.session == nil:
		pieces, err := gather(body, h.size)
		if err != nil {
			return err
		}
		body = &pieces
	}
	in.pass(h, body)
	return nil
}

// frame reads the header of a frame and returns it with a reader of its body.
func (in *inbound) frame() (header, io.Reader, error) {
	h, err := readHeader(in.r)
	if err != nil {
		return h, nil, err
	}
	if in.session == nil {
		return h, in.r, in.count(h)
	}
	if h.size > longestMessage+uint64(sealed) {
		return h, nil, errTooLong
	}
	h, body, err := in.session.open(h, in.r)
	if err != nil {
		return h, nil, err
	}
	return h, bytes.NewReader(body), in.count(h)
}

// count refuses frames and messages beyond reason.
func (in *inbound) count(h header) error {
	if h.flags&flagCommand != 0 {
		if h.size > longestCommand {
			return errTooLong
		}
		return nil
	}
	in.frames++
	// One by one: a sum of such lengths may overflow.
	if h.size > longestMessage || in.size+h.size > longestMessage || in.frames > mostFrames {
		return errTooLong
	}
	in.size += h.size
	in.alone = in.frames == 1 && h.flags&flagMore == 0
	if h.flags&flagMore == 0 {
		in.size, in.frames = 0, 0
	}
	return nil
}

// pass lets zmq4 read a frame.
func (in *inbound) pass(h header, body io.Reader) {
	in.head, in.body, in.left = h.append(in.head[:0]), body, h.size
}

// obey deals with a command, of which zmq4 hears nothing.
func (p *peer) obey(h header, body io.Reader) error {
	b := make([]byte, h.size)
	if _, err := io.ReadFull(body, b); err != nil {
		return err
	}
	if answer, ok := pong(b); ok {
		p.outbox.pong(answer)
	}
	return nil
}
