package magic

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/unravel-go/unravel/display"
)

func writefileSpec() spec {
	return spec{
		name: "writefile", cell: true, usage: "[-a] FILE", help: "writes the lines below it to a file; -a appends them",
		more:  "The file is whole at any moment: the old one, or the new.",
		words: files,
		prepare: func(_ *Magic, c *call) (action, error) {
			list, err := c.between(1, 2)
			if err != nil {
				return nil, err
			}
			appends, list := flagged(list, "-a")
			if len(list) != 1 {
				return nil, fmt.Errorf("got %d files, want one", len(list))
			}
			text := c.below()
			if text != "" && !strings.HasSuffix(text, "\n") {
				text += "\n"
			}
			return func(j *job) (display.Bundle, error) { return nil, j.writefile(list[0], text, appends) }, nil
		},
	}
}

func (j *job) writefile(file, text string, appends bool) error {
	path, err := expanded(file)
	if err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // what a link leads to is written, and the link stays
	}
	verb := map[bool]string{false: "Writing", true: "Appending to"}[appends]
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = replace(path, text, 0o644)
	case err != nil:
	case !info.Mode().IsRegular(): // a device or a pipe stays what it is
		err = os.WriteFile(path, []byte(text), 0)
	case appends:
		err = extend(path, text, info.Mode().Perm())
	default:
		verb = "Overwriting"
		err = replace(path, text, info.Mode().Perm())
	}
	if err != nil {
		return err
	}
	j.print(verb + " " + file + "\n")
	return nil
}

// extend appends to a file.
func extend(path, text string, mode fs.FileMode) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return replace(path, string(old)+text, mode)
}

// replace writes a file beside the one that it then takes the place of.
func replace(path, text string, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err = f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
