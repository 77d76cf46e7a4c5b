package zmq

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// listenFile listens on a socket file. Whoever can open the file can talk to
// the kernel: nobody but its user can, nor enter a folder that is made for it.
func listenFile(network, path string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := removeStale(path); err != nil {
		return nil, err
	}
	l, err := net.Listen(network, path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// removeStale removes a socket file that a kernel left behind when it was
// killed: one at which nobody answers.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return nil // nothing there, or a file of somebody else, on which Listen fails
	}
	if c, err := net.Dial("unix", path); err == nil {
		return errors.Join(fmt.Errorf("%s is in use", path), c.Close())
	}
	return os.Remove(path)
}
