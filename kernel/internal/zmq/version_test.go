package zmq

import (
	"os"
	"regexp"
	"testing"
)

// TestVersion: this package relies on how zmq4 reads and writes; another
// version may do it otherwise.
func TestVersion(t *testing.T) {
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`github\.com/go-zeromq/zmq4 v0\.17\.0\n`).Match(mod) {
		t.Error("go.mod requires another zmq4 than v0.17.0: read doc.go, then its source")
	}
}
