package zmq

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// longestIdentity is what ZMTP allows.
const longestIdentity = 255

var errMetadata = errors.New("zmq: the peer's properties are cut off")

// metadata is what a READY command says of a socket.
type metadata struct {
	socketType string
	identity   string // empty: any
}

// parseMetadata reads the properties of a peer: a byte of length and a name,
// four bytes of length and a value, again and again.
func parseMetadata(b []byte) (metadata, error) {
	var m metadata
	for len(b) > 0 {
		name, value, rest, err := cutProperty(b)
		if err != nil {
			return metadata{}, err
		}
		b = rest
		switch strings.ToLower(name) {
		case "socket-type":
			m.socketType = value
		case "identity":
			m.identity = value
		}
	}
	switch {
	case m.socketType == "":
		return metadata{}, errors.New("zmq: the peer does not say what socket it is")
	case len(m.identity) > longestIdentity:
		return metadata{}, fmt.Errorf("zmq: the peer's identity has %d bytes, want at most %d", len(m.identity), longestIdentity)
	case strings.HasPrefix(m.identity, "\x00"):
		return metadata{}, errors.New("zmq: the peer's identity begins with a zero byte, as only those do that sockets are given")
	}
	return m, nil
}

// cutProperty returns the first property of b and what follows it.
func cutProperty(b []byte) (name, value string, rest []byte, err error) {
	n := int(b[0])
	if n == 0 || len(b) < 1+n+4 {
		return "", "", nil, errMetadata
	}
	name = string(b[1 : 1+n])
	size := binary.BigEndian.Uint32(b[1+n:])
	b = b[1+n+4:]
	if uint64(size) > uint64(len(b)) {
		return "", "", nil, errMetadata
	}
	return name, string(b[:size]), b[size:], nil
}

// encode writes the properties.
func (m metadata) encode() []byte {
	b := appendProperty(nil, "Socket-Type", m.socketType)
	if m.identity != "" {
		b = appendProperty(b, "Identity", m.identity)
	}
	return b
}

func appendProperty(b []byte, name, value string) []byte {
	b = append(append(b, byte(len(name))), name...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}
