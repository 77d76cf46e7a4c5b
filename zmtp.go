package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// zmtpPeer is one end of a ZeroMQ connection, the least that speaks to a
// kernel: a client of ZMTP 3.0 without security. The doctor brings its own so
// that it does not ask the kernel's transport about itself.
type zmtpPeer struct {
	conn net.Conn
	r    *bufio.Reader
}

// dialZMTP connects to a socket, which may take its time to appear, as a
// socket of the given type, DEALER, SUB or REQ, and under a name that the other
// end answers to.
func dialZMTP(ctx context.Context, address, socketType, identity string) (*zmtpPeer, error) {
	var d net.Dialer
	for {
		conn, err := d.DialContext(ctx, "tcp", address)
		if err == nil {
			p := &zmtpPeer{conn, bufio.NewReader(conn)}
			hangUp := context.AfterFunc(ctx, func() { conn.Close() })
			err := p.greet(socketType, identity)
			if !hangUp() || err != nil {
				conn.Close()
				return nil, fmt.Errorf("ZeroMQ handshake with %s: %w", address, errors.Join(context.Cause(ctx), err))
			}
			return p, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// greet exchanges greetings and READY commands.
func (p *zmtpPeer) greet(socketType, identity string) error {
	greeting := make([]byte, 64)
	greeting[0], greeting[9] = 0xff, 0x7f // signature
	greeting[10] = 3                      // version 3.0
	copy(greeting[12:], "NULL")
	if _, err := p.conn.Write(greeting); err != nil {
		return err
	}
	theirs := make([]byte, len(greeting))
	if _, err := io.ReadFull(p.r, theirs); err != nil {
		return err
	}
	if theirs[0] != 0xff || theirs[9] != 0x7f || theirs[10] < 3 {
		return errors.New("got another protocol, want ZMTP 3")
	}
	ready := []byte("\x05READY")
	ready = appendProperty(ready, "Socket-Type", socketType)
	ready = appendProperty(ready, "Identity", identity)
	if err := p.frame(zmtpCommand, ready); err != nil {
		return err
	}
	flags, body, err := p.readFrame()
	if err != nil {
		return err
	}
	if flags&zmtpCommand == 0 || len(body) < 6 || string(body[:6]) != "\x05READY" {
		return fmt.Errorf("got %q, want READY", body)
	}
	return nil
}

func appendProperty(b []byte, name, value string) []byte {
	b = append(b, byte(len(name)))
	b = append(b, name...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}

// The flags of a frame.
const (
	zmtpMore    = 1
	zmtpLong    = 2
	zmtpCommand = 4
)

// maxFrame is more than a kernel has to say to a doctor.
const maxFrame = 1 << 24

func (p *zmtpPeer) frame(flags byte, body []byte) error {
	head := []byte{flags, byte(len(body))}
	if len(body) > 255 {
		head = binary.BigEndian.AppendUint64([]byte{flags | zmtpLong}, uint64(len(body)))
	}
	_, err := p.conn.Write(append(head, body...))
	return err
}

func (p *zmtpPeer) readFrame() (flags byte, body []byte, err error) {
	if flags, err = p.r.ReadByte(); err != nil {
		return 0, nil, err
	}
	head := make([]byte, 1)
	if flags&zmtpLong != 0 {
		head = make([]byte, 8)
	}
	if _, err := io.ReadFull(p.r, head); err != nil {
		return 0, nil, err
	}
	var size uint64
	for _, b := range head {
		size = size<<8 | uint64(b)
	}
	if size > maxFrame {
		return 0, nil, fmt.Errorf("got a frame of %d bytes, want at most %d", size, maxFrame)
	}
	body = make([]byte, size)
	_, err = io.ReadFull(p.r, body)
	return flags, body, err
}

// send sends a message of several frames.
func (p *zmtpPeer) send(frames [][]byte) error {
	for i, body := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = zmtpMore
		}
		if err := p.frame(flags, body); err != nil {
			return err
		}
	}
	return nil
}

// receive returns the next message; commands are passed over.
func (p *zmtpPeer) receive() ([][]byte, error) {
	var frames [][]byte
	for {
		flags, body, err := p.readFrame()
		if err != nil {
			return nil, err
		}
		if flags&zmtpCommand != 0 {
			continue
		}
		frames = append(frames, body)
		if flags&zmtpMore == 0 {
			return frames, nil
		}
	}
}
