package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// delimiter separates the routing prefix from the message.
const delimiter = "<IDS|MSG>"

// Decode reads a message from its frames. The signature is verified before
// anything else is looked at: a message whose signature does not match is
// [ErrSignature], one that came before [ErrReplay].
//
// What is left must be a header with a msg_id and a msg_type and three more
// JSON objects; whether the content fits its type is found by
// [Message.DecodeContent]. Bytes that are not UTF-8 are replaced.
func Decode(frames [][]byte, signer *Signer) (*Message, error) {
	at := slices.IndexFunc(frames, func(f []byte) bool { return string(f) == delimiter })
	if at < 0 {
		return nil, errors.New("protocol: Decode: no delimiter frame")
	}
	rest := frames[at+1:]
	if len(rest) < 5 {
		return nil, fmt.Errorf("protocol: Decode: got %d frames after the delimiter, want at least 5", len(rest))
	}
	if err := signer.verify(rest[0], rest[1:5]); err != nil {
		return nil, err
	}
	m := &Message{Identities: frames[:at], Buffers: rest[5:]}
	var err error
	if m.RawHeader, err = object("header", rest[1]); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(m.RawHeader, &m.Header); err != nil {
		return nil, fmt.Errorf("protocol: Decode: header: %w", err)
	}
	if m.Header.MsgType == "" || m.Header.MsgID == "" {
		return nil, fmt.Errorf("protocol: Decode: header: got msg_type %q and msg_id %q, want both", m.Header.MsgType, m.Header.MsgID)
	}
	parent, err := object("parent header", rest[2])
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(parent, &m.Parent); err != nil {
		return nil, fmt.Errorf("protocol: Decode: parent header: %w", err)
	}
	if m.Metadata, err = object("metadata", rest[3]); err != nil {
		return nil, err
	}
	if m.Content, err = object("content", rest[4]); err != nil {
		return nil, err
	}
	return m, nil
}

// object returns a frame that holds a JSON object, as UTF-8.
func object(name string, frame []byte) (json.RawMessage, error) {
	if !utf8.Valid(frame) {
		frame = bytes.ToValidUTF8(frame, []byte("\uFFFD"))
	}
	frame = bytes.TrimSpace(frame)
	if len(frame) == 0 || frame[0] != '{' {
		return nil, fmt.Errorf("protocol: Decode: %s is not a JSON object", name)
	}
	if !json.Valid(frame) { // also refuses nesting beyond 10,000 levels
		return nil, fmt.Errorf("protocol: Decode: %s is not valid JSON", name)
	}
	return frame, nil
}

// DecodeContent reads the content into a struct of this package. Fields that
// the content lacks keep the value that they have in v.
func (m *Message) DecodeContent(v any) error {
	if err := json.Unmarshal(m.Content, v); err != nil {
		return fmt.Errorf("protocol: content of %s: %w", m.Header.MsgType, err)
	}
	return nil
}

// DecodeMetadata is DecodeContent for the metadata.
func (m *Message) DecodeMetadata(v any) error {
	if err := json.Unmarshal(m.Metadata, v); err != nil {
		return fmt.Errorf("protocol: metadata of %s: %w", m.Header.MsgType, err)
	}
	return nil
}

// Encode returns the frames of a message.
//
// It fails if the metadata or the content cannot be written as JSON, for
// instance because it has a NaN.
func Encode(m Outgoing, signer *Signer) ([][]byte, error) {
	header, err := marshal(m.Header)
	if err != nil {
		return nil, fmt.Errorf("protocol: Encode %s: header: %w", m.Header.MsgType, err)
	}
	parent := []byte(m.Parent)
	if len(parent) == 0 {
		parent = []byte("{}")
	}
	metadata, err := marshal(m.Metadata)
	if err != nil {
		return nil, fmt.Errorf("protocol: Encode %s: metadata: %w", m.Header.MsgType, err)
	}
	content, err := marshal(m.Content)
	if err != nil {
		return nil, fmt.Errorf("protocol: Encode %s: content: %w", m.Header.MsgType, err)
	}
	signed := [][]byte{header, parent, metadata, content}
	frames := make([][]byte, 0, len(m.Identities)+6+len(m.Buffers))
	frames = append(frames, m.Identities...)
	frames = append(frames, []byte(delimiter), signer.sign(signed))
	frames = append(frames, signed...)
	return append(frames, m.Buffers...), nil
}

// marshal writes JSON without the escapes that only HTML needs: figures and
// tables are full of angle brackets.
func marshal(v any) ([]byte, error) {
	if v == nil {
		return []byte("{}"), nil
	}
	if a, ok := v.(appender); ok {
		return a.appendJSON(nil), nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
