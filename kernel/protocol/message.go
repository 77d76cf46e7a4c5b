package protocol

import (
	"crypto/rand"
	"encoding/json"
	"time"
)

// Version is the protocol version in every header.
const Version = "5.5"

// Header says what a message is and who sent it.
type Header struct {
	MsgID    string `json:"msg_id"`
	MsgType  string `json:"msg_type"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"` // ISO 8601, UTC
	Version  string `json:"version"`

	// Subshell names the queue that a shell request is for (JEP 91). Empty, in
	// JSON also null, is the main one.
	Subshell string `json:"subshell_id,omitempty"`
}

// NewHeader returns the header of a new message: a fresh id, the time of now.
func NewHeader(msgType, session, username string) Header {
	return Header{
		MsgID:    NewID(),
		MsgType:  msgType,
		Session:  session,
		Username: username,
		Date:     Date(time.Now()),
		Version:  Version,
	}
}

// NewID returns a name that no other message or session has.
func NewID() string { return rand.Text() }

// Date writes a time the way headers carry it.
func Date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// Message is a message that arrived. Raw parts are what was on the wire.
type Message struct {
	Identities [][]byte // routing prefix: send it back in front of a reply
	Header     Header
	RawHeader  json.RawMessage // the parent header of everything said in answer
	Parent     Header          // zero if the message answers nothing
	Metadata   json.RawMessage
	Content    json.RawMessage
	Buffers    [][]byte
}

// Outgoing is a message to send.
type Outgoing struct {
	Identities [][]byte // routing prefix of a reply, topic of a broadcast
	Header     Header
	Parent     json.RawMessage // raw header of the request; nil if there is none
	Metadata   any             // an object; nil for an empty one
	Content    any             // an object; nil for an empty one
	Buffers    [][]byte
}
