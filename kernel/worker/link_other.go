//go:build !unix

package worker

import (
	"errors"
	"os"
	"os/exec"
)

// wire gives a command the descriptors of a worker: the standard ones, as no
// others can be handed down here.
func wire(cmd *exec.Cmd) (*wiring, error) {
	w := &wiring{}
	var errs [3]error
	var requests, frames, err *os.File
	w.w, requests, errs[0] = w.pipe(false)
	w.r, frames, errs[1] = w.pipe(true)
	w.err, err, errs[2] = w.pipe(true)
	if wrong := errors.Join(errs[:]...); wrong != nil {
		closeFiles(w.all)
		return nil, wrong
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = requests, frames, err
	return w, nil
}

// openLink takes the standard descriptors for the protocol. What code prints to
// os.Stdout from now on goes where os.Stderr leads.
func openLink() (*link, error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	l := &link{r: os.Stdin, w: os.Stdout}
	os.Stdin, os.Stdout = null, os.Stderr
	return l, nil
}
