package magic

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/unravel-go/unravel/display"
)

func cdSpec() spec {
	return spec{
		name: "cd", line: true, usage: "[DIR | -]", help: "goes to a folder, and says where that is",
		more:  "Without a folder it goes home; - is the folder that it came from.",
		words: folders,
		prepare: func(_ *Magic, c *call) (action, error) {
			dirs, err := c.between(0, 1)
			return func(j *job) (display.Bundle, error) { return nil, j.cd(append(dirs, "~")[0]) }, err
		},
	}
}

// cd changes the working directory of the process, which is that of the cells.
func (j *job) cd(dir string) error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	if dir == "-" {
		if j.came == "" {
			return errors.New("%cd -: this session has been in no other folder")
		}
		dir = j.came
	}
	if dir, err = expanded(dir); err != nil {
		return err
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	j.came = here
	return j.pwd()
}

// expanded returns a path with the home folder for a tilde in front.
func expanded(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, rest), err
}

func pwdSpec() spec {
	return spec{
		name: "pwd", line: true, help: "says in which folder the cells run",
		prepare: func(_ *Magic, c *call) (action, error) {
			_, err := c.exactly(0)
			return func(j *job) (display.Bundle, error) { return nil, j.pwd() }, err
		},
	}
}

func (j *job) pwd() error {
	dir, err := os.Getwd()
	if err == nil {
		j.print(dir + "\n")
	}
	return err
}
