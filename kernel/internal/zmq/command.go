package zmq

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// longestContext is how much of a PING a PONG gives back.
const longestContext = 16

// command encodes a command: a byte of length and a name, then its body.
func command(name string, body []byte) []byte {
	b := header{flags: flagCommand, size: uint64(1 + len(name) + len(body))}.append(nil)
	b = append(append(b, byte(len(name))), name...)
	return append(b, body...)
}

// readCommand reads a command that must come now and returns its body.
func readCommand(r *bufio.Reader, name string, longest uint64) ([]byte, error) {
	h, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	if h.flags&flagCommand == 0 || h.size > longest {
		return nil, fmt.Errorf("zmq: got a frame of %d bytes, want the command %s of at most %d", h.size, name, longest)
	}
	b := make([]byte, h.size)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, err
	}
	body, ok := bytes.CutPrefix(b, append([]byte{byte(len(name))}, name...))
	if !ok {
		return nil, fmt.Errorf("zmq: got another command than %s", name)
	}
	return body, nil
}

// pong returns the body of the command that answers another: a PONG with the
// context of a PING. Nothing else is answered; zmq4 would take any command for
// a message.
func pong(command []byte) (answer []byte, ok bool) {
	const ttl = 2 // bytes between the name and the context
	context, ok := bytes.CutPrefix(command, []byte("\x04PING"))
	if !ok || len(context) < ttl || len(context) > ttl+longestContext {
		return nil, false
	}
	return append([]byte("\x04PONG"), context[ttl:]...), true
}
