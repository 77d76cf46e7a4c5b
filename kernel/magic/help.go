package magic

import (
	"fmt"
	"html"
	"strings"
	"text/tabwriter"

	"github.com/unravel-go/unravel/display"
)

// describe returns the help of a magic.
func (s spec) describe() display.Bundle {
	var calls []string
	for _, c := range s.spellings() {
		calls = append(calls, strings.TrimSpace(c+" "+s.usage))
	}
	text := s.help
	if s.more != "" {
		text += "\n\n" + s.more
	}
	head := strings.Join(calls, "\n")
	return display.Bundle{
		"text/plain":    head + "\n\n" + text,
		"text/markdown": "```\n" + head + "\n```\n\n" + text,
		"text/html":     "<pre><code>" + html.EscapeString(head) + "</code></pre>\n<p>" + strings.ReplaceAll(html.EscapeString(text), "\n\n", "</p>\n<p>") + "</p>",
	}
}

func lsmagicSpec() spec {
	return spec{
		name: "lsmagic", line: true, help: "lists the magics",
		prepare: func(_ *Magic, c *call) (action, error) {
			_, err := c.exactly(0)
			return func(j *job) (display.Bundle, error) {
				j.print(list())
				return nil, nil
			}, err
		},
	}
}

// list returns a line for each magic.
func list() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(call, help string) { fmt.Fprintf(w, "%s\t%s\n", call, help) }
	for _, s := range specs() {
		row(strings.Join(s.spellings(), " "), s.help)
	}
	row("!command", "runs a command of the system's shell")
	row("?name ??name", "tells what a name is; with two marks, its source")
	w.Flush()
	return b.String()
}

func magicSpec() spec {
	return spec{
		name: "magic", line: true, help: "explains the magics",
		prepare: func(_ *Magic, c *call) (action, error) {
			_, err := c.exactly(0)
			return func(j *job) (display.Bundle, error) {
				j.page(display.Bundle{"text/plain": manual + "\n" + list()})
				return nil, nil
			}, err
		},
	}
}

const manual = `A line that begins with % is a magic, one that begins with ! a command. They
may stand between the statements of a cell; the parts run in order, and the last
gives the cell's result. A cell whose first line begins with %% is for that
magic as a whole. Nothing runs if a magic is unknown or called wrongly.

A line that begins with ! is Go if it is an expression of Go whose first name
the session knows: !done and !f(x) negate, !ls lists files.

?%name, or %name?, tells more about one of these:
`
