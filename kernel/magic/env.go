package magic

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/display"
)

func envSpec() spec {
	return spec{
		name: "env", line: true, usage: "[NAME | NAME=VALUE]", help: "lists, prints or sets variables of the environment",
		more:    "Cells read them by os.Getenv, commands as $NAME.",
		words:   variables,
		prepare: prepareEnv,
	}
}

func prepareEnv(_ *Magic, c *call) (action, error) {
	name, value, set := strings.Cut(c.text(), "=")
	name = strings.TrimSpace(name)
	switch {
	case strings.ContainsAny(name, " \t\x00") || set && name == "":
		return nil, fmt.Errorf("got the name %q, want one word", name)
	case set:
		list, err := words(value)
		if err == nil && len(list) == 1 {
			value = list[0] // without its quotes
		}
		return func(*job) (display.Bundle, error) { return nil, os.Setenv(name, strings.TrimSpace(value)) }, nil
	case name == "":
		return func(j *job) (display.Bundle, error) {
			j.print(strings.Join(slices.Sorted(slices.Values(os.Environ())), "\n") + "\n")
			return nil, nil
		}, nil
	}
	return func(j *job) (display.Bundle, error) {
		value, ok := os.LookupEnv(name)
		if !ok {
			return nil, fmt.Errorf("%%env: the environment has no %s", name)
		}
		j.print(value + "\n")
		return nil, nil
	}, nil
}

// variables completes the name of a variable of the environment.
func variables(_ *Magic, start string) (list []word) {
	for _, line := range os.Environ() {
		name, value, _ := strings.Cut(line, "=")
		if name != "" && strings.HasPrefix(name, start) {
			list = append(list, word{text: name, about: value})
		}
	}
	return list
}
