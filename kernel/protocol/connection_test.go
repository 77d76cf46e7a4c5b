package protocol

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const complete = `{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
	"ip": "127.0.0.1", "key": "k", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "unravel"}`

func TestParseConnection(t *testing.T) {
	c, err := ParseConnection([]byte(complete))
	if err != nil {
		t.Fatal(err)
	}
	for ch, want := range map[Channel]string{
		Shell: "127.0.0.1:1", IOPub: "127.0.0.1:2", Stdin: "127.0.0.1:3", Control: "127.0.0.1:4", Heartbeat: "127.0.0.1:5",
	} {
		if got := c.Address(ch); got != want {
			t.Errorf("%s listens on %s, want %s", ch, got, want)
		}
	}
	c.IP = "::1"
	if got := c.Address(Shell); got != "[::1]:1" {
		t.Errorf("got %s, want [::1]:1", got)
	}
	c.Transport, c.IP = "ipc", "/run/kernel"
	if got := c.Address(Shell); got != "/run/kernel-1" {
		t.Errorf("got %s, want /run/kernel-1", got)
	}
}

// TestParseConnectionRefuses says what is wrong in words that help, and never
// quotes the key.
func TestParseConnectionRefuses(t *testing.T) {
	tests := []struct {
		name, old, new, want string
	}{
		{"empty file", complete, "", "empty"},
		{"cut off", `"unravel"}`, "", "cut off"},
		{"binary", complete, "\x7fELF\xff", "not text"},
		{"an array", complete, "[]", "it is a JSON array"},
		{"a port that is text", `"shell_port": 1`, `"shell_port": "1"`, ": shell_port is a JSON string, want int"},
		{"a key that is a number", `"key": "k"`, `"key": 1`, "key is a JSON number, want string"},
		{"no key", `"key": "k",`, "", "no key"},
		{"no port", `"iopub_port": 2,`, "", "iopub_port is 0, want 1 to 65535"},
		{"a port too large", `"hb_port": 5`, `"hb_port": 65536`, "hb_port is 65536"},
		{"one port twice", `"hb_port": 5`, `"hb_port": 1`, "shell_port and hb_port are both 1"},
		{"no address", `"ip": "127.0.0.1",`, "", "no ip"},
		{"a transport nobody knows", `"tcp"`, `"pgm"`, `transport is "pgm"`},
		{"a scheme nobody knows", `"hmac-sha256"`, `"rot13"`, `signature_scheme is "rot13"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(complete, tt.old, tt.new, 1)
			if text == complete {
				t.Fatalf("%q is not in the file", tt.old)
			}
			_, err := ParseConnection([]byte(text))
			if err != nil {
				err = fmt.Errorf(": %w", err)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to say %q", err, tt.want)
			}
		})
	}
}

func TestParseConnectionDefaults(t *testing.T) {
	text := strings.NewReplacer(`"transport": "tcp",`, "", `"signature_scheme": "hmac-sha256",`, "", `"key": "k"`, `"key": ""`).Replace(complete)
	c, err := ParseConnection([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if c.Transport != "tcp" || c.SignatureScheme != "hmac-sha256" {
		t.Errorf("got %+v, want tcp and hmac-sha256", c)
	}
	if s, err := c.Signer(); s != nil || err != nil {
		t.Errorf("an empty key gives signer %v, error %v, want neither", s, err)
	}
}

func TestReadConnection(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.json")
	if _, err := ReadConnection(missing); err == nil || !strings.Contains(err.Error(), missing+" does not exist") {
		t.Errorf("missing file: %v", err)
	}
	if _, err := ReadConnection(dir); err == nil {
		t.Error("a folder is accepted")
	}
	path := filepath.Join(dir, "kernel.json")
	if err := os.WriteFile(path, []byte(complete), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadConnection(path); err != nil {
		t.Error(err)
	}
}
