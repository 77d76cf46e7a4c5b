package conformance

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// list is a file that holds the programs known to fail:
//
//	# A comment, at the top of the file.
//	fixedbugs/issue1.go: prints "1" where Go prints "2"
//		why it does, written by hand
//
// The text behind the colon is what was observed when the list was last
// rewritten. Behind "sometimes" stand programs that may pass and may fail.
type list struct {
	path    string
	comment []string
	entries map[string]*entry
}

type entry struct {
	observed string
	why      []string
}

const sometimes = "sometimes "

// readList reads a list. A file that does not exist is an empty one.
func readList(t *testing.T, path string) *list {
	t.Helper()
	l := &list{path: path, entries: map[string]*entry{}}
	data, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var last *entry
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		name, observed, ok := strings.Cut(line, ": ")
		switch {
		case line == "":
		case strings.HasPrefix(line, "#"):
			l.comment = append(l.comment, line)
		case strings.HasPrefix(line, "\t") && last != nil:
			last.why = append(last.why, line[1:])
		case ok && l.entries[name] == nil:
			last = &entry{observed: observed}
			l.entries[name] = last
		default:
			t.Fatalf("%s: got line %q, want a program not listed yet, a colon and what is observed", path, line)
		}
	}
	return l
}

// write stores the list, in order.
func (l *list) write() error {
	var b strings.Builder
	for _, line := range l.comment {
		fmt.Fprintln(&b, line)
	}
	for _, name := range slices.Sorted(maps.Keys(l.entries)) {
		e := l.entries[name]
		fmt.Fprintf(&b, "%s: %s\n", name, e.observed)
		for _, line := range e.why {
			fmt.Fprintf(&b, "\t%s\n", line)
		}
	}
	return os.WriteFile(l.path, []byte(b.String()), 0o644)
}

// knows tells whether a program is listed and whether it may pass all the same.
func (l *list) knows(name string) (listed, mayPass bool) {
	e := l.entries[name]
	return e != nil, e == nil || strings.HasPrefix(e.observed, sometimes)
}

// note brings the list up to date with what was observed of a program, nothing
// if it passes.
func (l *list) note(name, observed string) {
	e := l.entries[name]
	switch {
	case e != nil && strings.HasPrefix(e.observed, sometimes): // one run proves nothing
	case observed == "":
		delete(l.entries, name)
	case e == nil:
		l.entries[name] = &entry{observed: observed}
	default:
		e.observed = observed
	}
}

// prune takes programs off the list that no longer exist.
func (l *list) prune(exists map[string]bool) {
	maps.DeleteFunc(l.entries, func(name string, _ *entry) bool { return !exists[name] })
}
