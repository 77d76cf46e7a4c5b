package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// checkOutput finds out before a long run whether its result has a place.
func checkOutput(file string) error {
	if file == "" {
		return nil
	}
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("output %s: want a file", file)
	}
	dir := filepath.Dir(file)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("output %s: there is no folder %s", file, dir)
	}
	return nil
}

// save writes a notebook in one step: who reads the file meanwhile, or loses
// power, has the old one or the new one.
func save(file string, nb *nbformat.Notebook) (err error) {
	raw, err := nb.Bytes()
	if err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real // the link stays a link
		if info, err := os.Stat(file); err == nil {
			mode = info.Mode().Perm()
		}
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".unravel-*.ipynb")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	_, err = temp.Write(raw)
	if err = errors.Join(err, temp.Chmod(mode), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}
