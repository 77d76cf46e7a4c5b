package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// TestWriteConnection: nobody else may read the file, and a kernel can.
func TestWriteConnection(t *testing.T) {
	file := filepath.Join(t.TempDir(), "connection.json")
	wrote, err := writeConnection(file)
	if err != nil {
		t.Fatal(err)
	}
	read, err := protocol.ReadConnection(file) // five different ports, a key
	if err != nil {
		t.Fatal(err)
	}
	if wrote != read {
		t.Errorf("read %+v, wrote %+v", read, wrote)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); runtime.GOOS != "windows" && got != 0o600 {
		t.Errorf("mode %o, want 600", got)
	}
}

// TestVariable: what the environment of a kernelspec names is filled in as
// Jupyter does.
func TestVariable(t *testing.T) {
	t.Setenv("UNRAVEL_TEST_SET", "/data")
	for value, want := range map[string]string{
		"${UNRAVEL_TEST_SET}/digits": "/data/digits",
		"${UNRAVEL_TEST_UNSET}/x":    "${UNRAVEL_TEST_UNSET}/x",
		"plain":                      "plain",
	} {
		if got := os.Expand(value, variable); got != want {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

// TestEnded: the last words of a kernel are told, if it had any.
func TestEnded(t *testing.T) {
	for _, tt := range []struct {
		how  ended
		want string
	}{
		{ended{"k", nil, ""}, "k ended: exit status 0"},
		{ended{"k", errors.New("signal: killed"), ""}, "k ended: signal: killed"},
		{ended{"k", errors.New("exit status 2"), "no ip"}, "k ended: exit status 2: no ip"},
	} {
		if got := tt.how.Error(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
