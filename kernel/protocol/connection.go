package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Connection is a connection file: where a kernel listens and how its messages
// are signed.
type Connection struct {
	Transport       string `json:"transport"` // tcp or ipc
	IP              string `json:"ip"`        // for ipc: the path that ports are appended to
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HBPort          int    `json:"hb_port"`
	SignatureScheme string `json:"signature_scheme"`
	Key             string `json:"key"`

	// Keys for CurveZMQ, in Z85; both or none.
	CurvePublicKey string `json:"curve_publickey,omitempty"`
	CurveSecretKey string `json:"curve_secretkey,omitempty"`
}

// Port returns the port of a channel.
func (c Connection) Port(ch Channel) int {
	return [...]int{Shell: c.ShellPort, Control: c.ControlPort, Stdin: c.StdinPort, IOPub: c.IOPubPort, Heartbeat: c.HBPort}[ch]
}

// Address returns what to listen on for a channel: host:port for tcp, the path
// of a socket file for ipc.
func (c Connection) Address(ch Channel) string {
	port := strconv.Itoa(c.Port(ch))
	if c.Transport == "ipc" {
		return c.IP + "-" + port
	}
	return net.JoinHostPort(c.IP, port)
}

// Signer returns the signer of the connection, nil if its key is empty.
func (c Connection) Signer() (*Signer, error) { return NewSigner(c.SignatureScheme, c.Key) }

// ReadConnection reads a connection file.
//
// The file must name five different ports, an address, and a key, which may be
// empty but must be there: a kernel whose messages nobody signs is somebody's
// decision and not a slip. Without transport it is tcp, without
// signature_scheme hmac-sha256, and without CURVE keys nothing is encrypted.
func ReadConnection(path string) (Connection, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Connection{}, fmt.Errorf("protocol: connection file %s does not exist", path)
	}
	if err != nil {
		return Connection{}, fmt.Errorf("protocol: connection file: %w", err)
	}
	c, err := ParseConnection(data)
	if err != nil {
		return Connection{}, fmt.Errorf("protocol: connection file %s: %w", path, err)
	}
	return c, nil
}

// ParseConnection reads the bytes of a connection file.
func ParseConnection(data []byte) (Connection, error) {
	file := struct {
		Connection
		Key *string `json:"key"`
	}{Connection: Connection{Transport: "tcp", SignatureScheme: "hmac-sha256"}}
	if err := json.Unmarshal(data, &file); err != nil {
		return Connection{}, explain(data, err)
	}
	if file.Key == nil {
		return Connection{}, errors.New("no key; an unsigned connection says so with an empty one")
	}
	c := file.Connection
	c.Key = *file.Key
	return c, c.check()
}

// explain says in words why a connection file could not be read. The message
// never quotes the file: it holds the key.
func explain(data []byte, err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case len(data) == 0:
		return errors.New("it is empty")
	case !utf8.Valid(data):
		return errors.New("it is not text")
	case errors.As(err, &wrong):
		return fmt.Errorf("%s is a JSON %s, want %s", name(wrong.Field), wrong.Value, wrong.Type)
	default:
		return errors.New("it is not valid JSON; it may be cut off")
	}
}

func name(field string) string {
	if field == "" {
		return "it"
	}
	return strings.TrimPrefix(field, "Connection.") // where the field is in Go
}

// check returns an error if a kernel could not serve the connection.
func (c Connection) check() error {
	if c.Transport != "tcp" && c.Transport != "ipc" {
		return fmt.Errorf("transport is %q, want tcp or ipc", c.Transport)
	}
	if c.IP == "" {
		return errors.New("no ip")
	}
	owner := map[int]Channel{}
	for _, ch := range Channels() {
		port := c.Port(ch)
		if port < 1 || port > 65535 {
			return fmt.Errorf("%s_port is %d, want 1 to 65535", ch, port)
		}
		if other, taken := owner[port]; taken {
			return fmt.Errorf("%s_port and %s_port are both %d", other, ch, port)
		}
		owner[port] = ch
	}
	if _, err := c.Curve(); err != nil {
		return err
	}
	_, err := c.Signer()
	return err
}
