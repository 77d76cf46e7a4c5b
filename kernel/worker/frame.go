package worker

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// frame is what goes over the pipes: what it is, whom it is about, and its
// body. On the wire a header of fixed size, numbers in big-endian order,
// stands in front of the body:
//
//	kind 1 byte, id 8 bytes, length of the body 4 bytes
type frame struct {
	kind kind
	id   uint64 // of an output, a question or a request for input
	body []byte
}

// kind says what a frame is.
type kind byte

// From the kernel to the worker. Bodies are JSON where nothing else is said.
const (
	evalCell     kind = 'e' // body: evalRequest; id: the output of the cell
	cancelCell   kind = 'x' // no body; id: as of the cell
	interrupt    kind = 'h' // no body: what runs beside the cells is to stop
	ask          kind = '?' // body: question; id: of the answer
	inputAnswer  kind = 'i' // body: line; id: of the request for input
	acknowledged kind = 'a' // no body; id: a number of bytes of output that have been dealt with
	closeSession kind = 'q' // no body
)

// From the worker to the kernel. The id of output is the one its cell has.
const (
	ready      kind = 'R' // no body: the interpreter is there
	stdout     kind = 'o' // body: the text, as it is
	stderr     kind = 'E' // likewise
	show       kind = 'd' // body: shown
	clearAll   kind = 'c' // body: a bool, whether to wait
	page       kind = 'p' // body: a bundle
	nextInput  kind = 'n' // body: nextCell
	leave      kind = 'l' // no body
	comm       kind = 'm' // body: an interpreter.CommMessage
	inputAsked kind = 'I' // body: inputRequest
	released   kind = 'r' // no body: nobody in the worker holds the output any more
	evalEnded  kind = 'D' // body: outcome
	answered   kind = '!' // body: what the question asks for; id: of the question
)

const (
	headerSize = 13
	maxBody    = 512 << 20 // as much as the kernel's own messages carry
	trusted    = 1 << 20   // so much is allocated on the word of a header
)

var errFrameTooLarge = fmt.Errorf("worker: a frame of more than %d bytes", maxBody)

// appendHeader appends the header of a frame whose body has length bytes.
func appendHeader(buf []byte, k kind, id uint64, length int) []byte {
	buf = append(buf, byte(k))
	buf = binary.BigEndian.AppendUint64(buf, id)
	return binary.BigEndian.AppendUint32(buf, uint32(length))
}

// extend makes the body of the frame that begins at the start of buf longer.
func extend(buf []byte, by int) {
	length := buf[9:headerSize]
	binary.BigEndian.PutUint32(length, binary.BigEndian.Uint32(length)+uint32(by))
}

// readFrame reads the next frame. At the end of the stream the error is
// io.EOF, in the middle of a frame io.ErrUnexpectedEOF.
func readFrame(r *bufio.Reader) (frame, error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return frame{}, err
	}
	f := frame{kind: kind(header[0]), id: binary.BigEndian.Uint64(header[1:])}
	length := int64(binary.BigEndian.Uint32(header[9:]))
	if length > maxBody {
		return frame{}, errFrameTooLarge
	}
	var err error
	f.body, err = readBody(r, length)
	return f, err
}

// readBody reads a body. One that claims to be large grows as it arrives.
func readBody(r io.Reader, length int64) ([]byte, error) {
	if length == 0 {
		return nil, nil
	}
	body := make([]byte, min(length, trusted))
	n, err := io.ReadFull(r, body)
	body = body[:n]
	if err == nil && length > trusted {
		grown := bytes.NewBuffer(body)
		_, err = io.CopyN(grown, r, length-trusted)
		body = grown.Bytes()
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return body, err
}

// decode reads the JSON body of a frame. Numbers in values of any type stay as
// they were written.
func (f frame) decode(into any) error {
	d := json.NewDecoder(bytes.NewReader(f.body))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("worker: frame %q: %w", f.kind, err)
	}
	return nil
}

// sameHead reports whether the frame that begins at the start of buf is of a
// kind and about an id.
func sameHead(buf []byte, k kind, id uint64) bool {
	return kind(buf[0]) == k && binary.BigEndian.Uint64(buf[1:]) == id
}
