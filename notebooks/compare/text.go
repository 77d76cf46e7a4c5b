package compare

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// The longest report about a text: a reader wants to see where it begins to
// differ, and the notebook has the rest.
const (
	mostLines = 40
	mostRunes = 160 // in a line
)

// texts compares two texts to the letter and returns the lines that differ,
// stored ones with a minus and those of the run with a plus.
func texts(stored, got string) string {
	if stored == got {
		return ""
	}
	if strings.TrimRight(stored, "\n") == strings.TrimRight(got, "\n") {
		return "ends with another number of line ends"
	}
	// Three lines say which files; there are none.
	lines := strings.Split(string(diff.Diff("", ended(stored), "", ended(got))), "\n")[3:]
	if len(lines) > mostLines {
		more := len(lines) - mostLines
		lines = append(lines[:mostLines:mostLines], fmt.Sprintf("... and %d lines more", more))
	}
	for i, l := range lines {
		lines[i] = cut(l)
	}
	return "differs\n" + strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func ended(s string) []byte { return []byte(strings.TrimRight(s, "\n") + "\n") }

// cut shortens a line.
func cut(line string) string {
	runes := []rune(line)
	if len(runes) <= mostRunes {
		return line
	}
	return string(runes[:mostRunes-1]) + "…"
}
