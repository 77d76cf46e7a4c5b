//go:build unix

package worker

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// The descriptors of the protocol in a worker: not the standard ones, which
// belong to the cells.
const (
	requestsFD = 3
	framesFD   = 4
)

// wire gives a command the descriptors of a worker.
func wire(cmd *exec.Cmd) (*wiring, error) {
	w := &wiring{}
	var errs [4]error
	var requests, frames, out, err *os.File
	w.w, requests, errs[0] = w.pipe(false)
	w.r, frames, errs[1] = w.pipe(true)
	w.out, out, errs[2] = w.pipe(true)
	w.err, err, errs[3] = w.pipe(true)
	if wrong := errors.Join(errs[:]...); wrong != nil {
		closeFiles(w.all)
		return nil, wrong
	}
	cmd.Stdout, cmd.Stderr = out, err
	cmd.ExtraFiles = []*os.File{requests, frames} // 3 and 4
	return w, nil
}

// openLink opens the pipes in the worker, out of reach of its children.
func openLink() (*link, error) {
	for _, fd := range []int{requestsFD, framesFD} {
		var stat syscall.Stat_t
		if err := syscall.Fstat(fd, &stat); err != nil || stat.Mode&syscall.S_IFMT != syscall.S_IFIFO {
			return nil, fmt.Errorf("worker: descriptor %d is not a pipe: a worker is started by a kernel", fd)
		}
		syscall.CloseOnExec(fd)
		// Waiting for these pipes is then the Go scheduler's business, which has
		// the next goroutine at hand, and takes no thread.
		if err := syscall.SetNonblock(fd, true); err != nil {
			return nil, fmt.Errorf("worker: descriptor %d: %w", fd, err)
		}
	}
	return &link{r: os.NewFile(requestsFD, "requests"), w: os.NewFile(framesFD, "frames")}, nil
}
