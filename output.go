package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// output is the file that a notebook or a report is written to.
type output struct {
	name string // as the user gave it
	path string // absolute, symbolic links followed; empty: none is written
	mode fs.FileMode
}

// newOutput finds out before a long run whether its result has a place. A link
// stays a link, even to a file that is not there yet.
func newOutput(name string) (output, error) {
	path, err := followLinks(name)
	if err != nil {
		return output{}, fmt.Errorf("output %s: %w", name, err)
	}
	o := output{name: name, path: path, mode: 0o644}
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return output{}, fmt.Errorf("output %s: want a file", name)
	case err == nil && info.Mode().Perm()&0o222 == 0:
		return output{}, fmt.Errorf("output %s: the file is read-only", name)
	case err == nil:
		o.mode = info.Mode().Perm()
	}
	return o, o.probe()
}

// probe makes a file where the output will be written, and removes it.
func (o output) probe() error {
	dir := filepath.Dir(o.path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("output %s: there is no folder %s", o.name, filepath.Dir(o.name))
	}
	temp, err := os.CreateTemp(dir, temporary)
	if err != nil {
		return fmt.Errorf("output %s: cannot be written: %w", o.name, err)
	}
	return errors.Join(temp.Close(), os.Remove(temp.Name()))
}

// temporary is the pattern of the files that become notebooks or reports.
const temporary = ".unravel-*.ipynb"

// followLinks returns the absolute path of a file, or of what it is a link to.
// The file need not exist.
func followLinks(file string) (string, error) {
	path, err := filepath.Abs(file)
	const most = 40 // as systems have it
	for range most {
		if err != nil {
			return "", err
		}
		target, linkErr := os.Readlink(path)
		if linkErr != nil {
			return path, nil
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path, err = filepath.Abs(target)
	}
	return "", errors.New("too many symbolic links")
}

// save writes a notebook in one step.
func (o output) save(nb *nbformat.Notebook) error {
	raw, err := nb.Bytes()
	if err != nil {
		return err
	}
	return o.write(raw)
}

// write writes the file in one step: who reads it meanwhile, or loses power,
// has the old one or the new one.
func (o output) write(raw []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(o.path), temporary)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	_, err = temp.Write(raw)
	if err = errors.Join(err, temp.Chmod(o.mode), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), o.path)
}

// rescue writes a notebook that could not be saved to the folder for temporary
// files, and returns the error of a save that says where.
func (o output) rescue(nb *nbformat.Notebook, failed error) error {
	raw, err := nb.Bytes()
	if err != nil {
		return failed
	}
	temp, err := os.CreateTemp("", "unravel-*-"+filepath.Base(o.path))
	if err != nil {
		return errors.Join(failed, err)
	}
	if _, err := temp.Write(raw); err != nil {
		return errors.Join(failed, err, temp.Close(), os.Remove(temp.Name()))
	}
	return errors.Join(fmt.Errorf("%w; the executed notebook is in %s", failed, temp.Name()), temp.Close())
}
