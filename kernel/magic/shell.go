package magic

import (
	"errors"
	"strings"

	"github.com/unravel-go/unravel/display"
)

// shell prepares a line that is a command.
func shell(c *call) (action, error) {
	text := strings.TrimSpace(strings.TrimLeft(c.code[c.args:c.hi], "!"))
	if text == "" {
		return nil, errors.New("got no command behind the exclamation mark")
	}
	return func(j *job) (display.Bundle, error) { return nil, j.run(shellCommand(text)) }, nil
}

// bash is the magic of a shell.
func bash(name string) spec {
	return spec{
		name: name, cell: true, usage: "[ARGUMENTS]", help: "runs the lines below it in " + name,
		more: "What it prints appears as it comes; its input is empty. A status other than 0 is an error. " +
			"The arguments are $1, $2 and so on.",
		words: files,
		prepare: func(_ *Magic, c *call) (action, error) {
			args, err := words(c.text())
			return func(j *job) (display.Bundle, error) {
				return nil, j.run(append([]string{name, "-c", c.below(), name}, args...))
			}, err
		},
	}
}
