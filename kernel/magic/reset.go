package magic

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/unravel-go/unravel/display"
)

func resetSpec() spec {
	return spec{
		name: "reset", line: true, usage: "[-f]", help: "forgets everything that cells have declared; -f does not ask",
		prepare: func(_ *Magic, c *call) (action, error) {
			list, err := c.between(0, 1)
			if err != nil {
				return nil, err
			}
			force, rest := flagged(list, "-f")
			if len(rest) > 0 {
				return nil, fmt.Errorf("got %q, want -f or nothing", rest[0])
			}
			return func(j *job) (display.Bundle, error) {
				if !force {
					if sure, err := j.confirm("Forget everything that cells have declared? (y/[n]) "); err != nil || !sure {
						return nil, err
					}
				}
				return nil, j.reset()
			}, nil
		},
	}
}

// confirm asks the person at the frontend.
func (j *job) confirm(question string) (bool, error) {
	answer, err := j.out.Input(question, false)
	if err != nil {
		return false, errors.New("%reset: nobody can be asked; %reset -f does not ask")
	}
	answer = strings.ToLower(strings.TrimSpace(answer))
	if answer == "y" || answer == "yes" {
		return true, nil
	}
	j.print("Nothing done.\n")
	return false, nil
}

// reset puts a fresh interpreter in the place of the old one. The folder stays.
func (m *Magic) reset() error {
	dir, _ := os.Getwd()
	fresh, err := m.options.New()
	if err != nil {
		return err
	}
	if dir != "" {
		_ = os.Chdir(dir) // a new interpreter may go to its own
	}
	m.mu.Lock()
	old := m.inner
	if !m.closed {
		m.inner = fresh
	} else {
		old = fresh
	}
	m.mu.Unlock()
	return old.Close()
}
