package magic

import (
	"errors"
	"os"
	"unicode/utf8"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

func loadSpec() spec {
	return spec{
		name: "load", line: true, usage: "FILE", help: "puts the text of a file into the cell",
		words: files,
		prepare: func(_ *Magic, c *call) (action, error) {
			file, err := c.exactly(1)
			return func(j *job) (display.Bundle, error) { return nil, j.load(file[0]) }, err
		},
	}
}

// load offers the text of a file in the place of the cell. The line that asked
// for it stays as a comment, so that one sees where it is from.
func (j *job) load(file string) error {
	path, err := expanded(file)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !utf8.Valid(text) {
		return errors.New("%load: " + file + " is no text in UTF-8")
	}
	f, ok := j.out.(interpreter.Frontend)
	if !ok {
		return errors.New("%load: the frontend has no cell to put the text into")
	}
	f.NextInput("// %load "+file+"\n"+string(text), true)
	return nil
}
