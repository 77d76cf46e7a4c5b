// Package replace writes files in one step.
package replace

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File writes a file so that at every moment the path leads to the old
// content or to the new, whole. A process that is killed meanwhile leaves a file
// .unravel-….tmp behind, and nothing else. Of several writers at once the last to
// finish counts. The mode of the old file stays, links stay links, and a read-only
// file stays as it is.
func File(path string, write func(io.Writer) error) error {
	path, mode, err := destination(path)
	if err != nil {
		return err
	}
	// Not os.CreateTemp: its files are for their owner alone, and a new file
	// should be as readable as any that the user makes.
	name := filepath.Join(filepath.Dir(path), ".unravel-"+rand.Text()+".tmp")
	temp, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	done := false
	defer func() {
		if !done {
			temp.Close()
			os.Remove(name)
		}
	}()
	if err := fill(temp, mode, write); err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	if err := os.Rename(name, path); err != nil {
		return err
	}
	done = true
	syncFolder(filepath.Dir(path))
	return nil
}

// fill writes a file, gives it a mode unless that is 0, and closes it once the
// disk has it.
func fill(f *os.File, mode fs.FileMode, write func(io.Writer) error) error {
	if err := write(f); err != nil {
		return err
	}
	if mode != 0 {
		if err := f.Chmod(mode); err != nil {
			return err
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// destination follows links, so that it is the file at their end that is
// replaced, and returns the mode of the file that is there, 0 if there is none. A
// rename asks for no right to the old file, so that is asked here: whoever made a
// file read-only wants to keep it.
func destination(path string) (string, fs.FileMode, error) {
	if path == "" {
		return "", 0, errors.New("got an empty path, want that of a file")
	}
	path = follow(path)
	status, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_, err := os.Stat(filepath.Dir(path))
		return path, 0, err
	case err != nil:
		return "", 0, err
	case !status.Mode().IsRegular():
		err = fmt.Errorf("got a file of mode %v there, want a regular one or none", status.Mode())
	case status.Mode().Perm()&0o222 == 0:
		err = fmt.Errorf("%w: got a read-only file there, want one that may be written or none", fs.ErrPermission)
	}
	if err != nil {
		return "", 0, &fs.PathError{Op: "write", Path: path, Err: err}
	}
	return path, status.Mode().Perm(), nil
}

// follow returns where a chain of links leads, whether there is a file or not. Of
// one without an end it gives up, and leaves the error to whoever opens it.
func follow(path string) string {
	for range 40 {
		target, err := os.Readlink(path)
		if err != nil {
			return path // no link
		}
		if !filepath.IsAbs(target) { // not Join, which takes .. for the parent of a link to a folder
			target = filepath.Dir(path) + string(filepath.Separator) + target
		}
		path = target
	}
	return path
}

// syncFolder asks that a rename outlast a power failure. Where folders cannot be
// synced, as on Windows, the file is in place all the same.
func syncFolder(path string) {
	if folder, err := os.Open(path); err == nil {
		_ = folder.Sync()
		folder.Close()
	}
}
