package magic

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// nameKinds are the kinds of names, as the interpreter calls them.
var nameKinds = []string{"var", "const", "func", "type", "import"}

func whoSpec() spec {
	return spec{
		name: "who", line: true, usage: "[var | const | func | type | import] ...", help: "lists the names that cells have declared",
		words:   completeKind,
		prepare: listing(who),
	}
}

func whosSpec() spec {
	return spec{
		name: "whos", line: true, usage: "[var | const | func | type | import] ...", help: "lists them with type, value and cell",
		more:    "Values are left out while goroutines of earlier cells run: they may be changing them.",
		words:   completeKind,
		prepare: listing(whos),
	}
}

// listing returns how a call is prepared that lists names of some kinds.
func listing(list func([]interpreter.Name) string) func(*Magic, *call) (action, error) {
	return func(_ *Magic, c *call) (action, error) {
		kinds, err := words(c.text())
		if err != nil {
			return nil, err
		}
		for _, k := range kinds {
			if !slices.Contains(nameKinds, k) {
				return nil, fmt.Errorf("got the kind %q, want one of %s", k, strings.Join(nameKinds, ", "))
			}
		}
		return func(j *job) (display.Bundle, error) {
			names := slices.DeleteFunc(j.Names(), func(n interpreter.Name) bool {
				return len(kinds) > 0 && !slices.Contains(kinds, n.Kind)
			})
			if len(names) == 0 {
				j.print("There is nothing.\n")
				return nil, nil
			}
			j.print(list(names))
			return nil, nil
		}, nil
	}
}

// who lists names.
func who(names []interpreter.Name) string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = n.Name
	}
	return strings.Join(list, "  ") + "\n"
}

// whos lists names as a table.
func whos(names []interpreter.Name) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "Name\tKind\tCell\tType\tValue\n")
	for _, n := range names {
		fmt.Fprintf(w, "%s\t%s\tIn[%d]\t%s\t%s\n", n.Name, n.Kind, n.Cell, cut(n.Type, 40), n.Value)
	}
	w.Flush()
	lines := strings.Split(b.String(), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// cut shortens text to n characters of one line.
func cut(text string, n int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n-1]) + "…"
}

func completeKind(_ *Magic, start string) (list []word) {
	for _, k := range nameKinds {
		if strings.HasPrefix(k, start) {
			list = append(list, word{text: k})
		}
	}
	return list
}
