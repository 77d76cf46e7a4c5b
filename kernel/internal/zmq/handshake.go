package zmq

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

const greetingLen = 64 // bytes that open a ZMTP connection, before any frame

// opened is what a hand-shake finds out.
type opened struct {
	metadata
	r       *bufio.Reader // what follows the hand-shake
	session *session      // of CURVE; nil if nothing is encrypted
}

// handShake opens a ZMTP connection: greetings, then READY commands, with
// CURVE's commands before them. It takes so long at most, and after it the
// connection has no deadline.
//
// References: https://rfc.zeromq.org/spec/23/, https://rfc.zeromq.org/spec/26/
func handShake(c net.Conn, r *role) (opened, error) {
	if err := c.SetDeadline(time.Now().Add(r.limits.handShake)); err != nil {
		return opened{}, err
	}
	o, err := open(c, r)
	if err != nil {
		return opened{}, err
	}
	return o, c.SetDeadline(time.Time{})
}

func open(c io.ReadWriter, r *role) (opened, error) {
	o := opened{r: bufio.NewReaderSize(c, 16<<10)}
	ours := greeting("NULL", false)
	if r.curve != nil {
		ours = greeting("CURVE", true)
	}
	// Ours first: libzmq waits for it before it says which version it speaks.
	if _, err := c.Write(ours); err != nil {
		return o, err
	}
	if err := readGreeting(o.r, ours); err != nil {
		return o, err
	}
	var properties []byte
	var err error
	if r.curve != nil {
		o.session, properties, err = shakeCurve(c, o.r, r)
	} else {
		properties, err = shakeNull(c, o.r, r)
	}
	if err != nil {
		return o, err
	}
	o.metadata, err = parseMetadata(properties)
	if err == nil && !r.admits(o.socketType) {
		err = fmt.Errorf("zmq: a %.20q socket connects to a %s", o.socketType, r.socketType())
	}
	return o, err
}

// greeting is what a peer of ZMTP 3.0 says first. Of a later version it would
// be sent subscriptions as commands, which zmq4 does not know.
func greeting(mechanism string, server bool) []byte {
	b := make([]byte, greetingLen)
	b[0], b[9] = 0xff, 0x7f // signature
	b[10] = 3               // version
	copy(b[12:32], mechanism)
	if server {
		b[32] = 1
	}
	return b
}

// readGreeting reads a greeting that goes with ours. It looks at the signature
// first: whoever speaks something else may never send the rest.
func readGreeting(r io.Reader, ours []byte) error {
	theirs := make([]byte, greetingLen)
	if _, err := io.ReadFull(r, theirs[:10]); err != nil {
		return err
	}
	if theirs[0] != 0xff || theirs[9] != 0x7f {
		return errors.New("zmq: the peer does not speak ZMTP")
	}
	if _, err := io.ReadFull(r, theirs[10:]); err != nil {
		return err
	}
	if theirs[10] < 3 {
		return fmt.Errorf("zmq: the peer speaks ZMTP %d, want 3 or later", theirs[10])
	}
	if !bytes.Equal(theirs[12:32], ours[12:32]) {
		return fmt.Errorf("zmq: the peer's security mechanism is %q, want %q",
			bytes.TrimRight(theirs[12:32], "\x00"), bytes.TrimRight(ours[12:32], "\x00"))
	}
	if ours[32] == 1 && theirs[32] != 0 {
		return errors.New("zmq: the peer takes itself for the server")
	}
	return nil
}

// shakeNull exchanges READY commands in the clear and returns the properties
// of the peer's.
func shakeNull(w io.Writer, r *bufio.Reader, role *role) ([]byte, error) {
	if _, err := w.Write(command("READY", metadata{socketType: role.socketType()}.encode())); err != nil {
		return nil, err
	}
	return readCommand(r, "READY", longestCommand)
}
