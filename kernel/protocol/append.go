package protocol

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"unicode/utf8"
)

// appender is a part of a message that appends its own JSON: one that every
// cell sends several times, or that is long.
type appender interface {
	appendJSON(b []byte) []byte
}

var _, _, _, _ appender = Header{}, Status{}, Stream{}, ExecuteInput{}

func (h Header) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"msg_id":`...), h.MsgID)
	b = appendText(append(b, `,"msg_type":`...), h.MsgType)
	b = appendText(append(b, `,"session":`...), h.Session)
	b = appendText(append(b, `,"username":`...), h.Username)
	b = appendText(append(b, `,"date":`...), h.Date)
	b = appendText(append(b, `,"version":`...), h.Version)
	if h.Subshell != "" {
		b = appendText(append(b, `,"subshell_id":`...), h.Subshell)
	}
	return append(b, '}')
}

func (s Status) appendJSON(b []byte) []byte {
	return append(appendText(append(b, `{"execution_state":`...), s.ExecutionState), '}')
}

func (s Stream) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"name":`...), s.Name)
	return append(appendText(append(b, `,"text":`...), s.Text), '}')
}

func (e ExecuteInput) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"code":`...), e.Code)
	b = strconv.AppendInt(append(b, `,"execution_count":`...), int64(e.ExecutionCount), 10)
	return append(b, '}')
}

// appendText appends a JSON string: the same bytes as encoding/json without
// the escapes for HTML, several times as fast.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		n := plain(s)
		b, s = append(b, s[:n]...), s[n:]
		if len(s) == 0 {
			return append(b, '"')
		}
		r, size := utf8.DecodeRuneInString(s)
		b, s = appendEscape(b, r), s[size:]
	}
}

// plain returns how many bytes at the start of s stand for themselves in a JSON
// string.
func plain(s string) int {
	n := 0
	for {
		n += plainASCII(s[n:])
		if n == len(s) || s[n] < utf8.RuneSelf {
			return n
		}
		for n < len(s) && s[n] >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[n:])
			if r == utf8.RuneError && size == 1 || r == '\u2028' || r == '\u2029' {
				return n
			}
			n += size
		}
	}
}

// plainASCII is plain up to the first byte that is not ASCII. It looks at eight
// bytes at a time.
func plainASCII(s string) int {
	const (
		ones = 0x0101010101010101
		tops = 0x8080808080808080
	)
	n := 0
	for ; len(s)-n >= 8; n += 8 {
		w := binary.LittleEndian.Uint64([]byte(s[n : n+8]))
		quote, backslash := w^ones*'"', w^ones*'\\'
		// The top bit of the lowest byte that is not plain; above it, any.
		special := (w | (w - ones*' ') | (quote - ones) | (backslash - ones)) & tops
		if special != 0 {
			return n + bits.TrailingZeros64(special)/8
		}
	}
	for n < len(s) && s[n] >= ' ' && s[n] < utf8.RuneSelf && s[n] != '"' && s[n] != '\\' {
		n++
	}
	return n
}

// appendEscape appends a character that does not stand for itself. What is no
// UTF-8 becomes the character for that.
func appendEscape(b []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	}
	return append(b, '\\', 'u', hex[r>>12&0xF], hex[r>>8&0xF], hex[r>>4&0xF], hex[r&0xF])
}
