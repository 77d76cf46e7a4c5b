package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// caseFile is a file of testdata/corpus: cases under a comment.
type caseFile struct {
	path    string
	comment []string
	cases   []*testCase
}

// testCase is a few cells with what they must print.
type testCase struct {
	name  string
	cells []string

	// prints is the exact text that Go gives, of a case that is Go; nil if it
	// has not been asked yet. Files named cells-*.txt hold cases that only make
	// sense as cells, with fragments of what a notebook shows, by hand.
	prints *string
	wants  []string // must appear, in this order
	never  []string // must not
}

// The words of the format, each at the start of a line.
const (
	caseMark   = "## "
	cellMark   = "%%"
	printsMark = "%% prints"
	wantMark   = "%% want: "
	neverMark  = "%% never: "
)

// byHand reports whether the file's expectations are not Go's.
func (f *caseFile) byHand() bool { return strings.HasPrefix(filepath.Base(f.path), "cells-") }

// folder is what the summary calls the file.
func (f *caseFile) folder() string { return strings.TrimSuffix(filepath.Base(f.path), ".txt") }

// readCorpus reads all case files.
func readCorpus(t *testing.T) (files []*caseFile) {
	t.Helper()
	paths, err := filepath.Glob("testdata/corpus/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parseCases(path, string(data))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// parseCases reads a file.
func parseCases(path, text string) (*caseFile, error) {
	f := &caseFile{path: path}
	names := map[string]bool{}
	parts := strings.Split("\n"+text, "\n"+caseMark)
	if comment := strings.TrimSpace(parts[0]); comment != "" {
		f.comment = strings.Split(comment, "\n")
	}
	for _, part := range parts[1:] {
		c := parseCase(part)
		switch {
		case c.name == "" || strings.ContainsAny(c.name, "/:"):
			return nil, fmt.Errorf("%s: got the name %q, want words without / and :", path, c.name)
		case names[c.name]:
			return nil, fmt.Errorf("%s: got %q twice, want a name for each case", path, c.name)
		case f.byHand() && (c.prints != nil || c.wants == nil):
			return nil, fmt.Errorf("%s: %s: want fragments by hand, each behind %q", path, c.name, wantMark)
		case !f.byHand() && (c.wants != nil || c.never != nil):
			return nil, fmt.Errorf("%s: %s: got fragments by hand, want what Go prints, by -update", path, c.name)
		}
		names[c.name] = true
		f.cases = append(f.cases, c)
	}
	return f, nil
}

// parseCase reads what follows the mark of a case.
func parseCase(text string) *testCase {
	name, body, _ := strings.Cut(text, "\n")
	c := &testCase{name: strings.TrimSpace(name)}
	body, prints, ok := strings.Cut("\n"+body, "\n"+printsMark+"\n")
	if ok {
		prints = strings.TrimRight(prints, "\n")
		c.prints = &prints
	}
	var cell []string
	flush := func() {
		if code := strings.Trim(strings.Join(cell, "\n"), "\n"); code != "" {
			c.cells = append(c.cells, code)
		}
		cell = nil
	}
	for _, line := range strings.Split(body, "\n") {
		if want, ok := strings.CutPrefix(line, wantMark); ok {
			c.wants = append(c.wants, want)
		} else if never, ok := strings.CutPrefix(line, neverMark); ok {
			c.never = append(c.never, never)
		} else if line == cellMark {
			flush()
		} else {
			cell = append(cell, line)
		}
	}
	flush()
	return c
}

// format is the reverse of parseCases.
func (f *caseFile) format() string {
	var b strings.Builder
	for _, line := range f.comment {
		fmt.Fprintln(&b, line)
	}
	for _, c := range f.cases {
		fmt.Fprintf(&b, "%s%s\n%s\n", caseMark, c.name, strings.Join(c.cells, "\n"+cellMark+"\n"))
		if c.prints != nil {
			fmt.Fprintln(&b, printsMark)
			if *c.prints != "" {
				fmt.Fprintln(&b, *c.prints)
			}
		}
		for _, want := range c.wants {
			fmt.Fprintf(&b, "%s%s\n", wantMark, want)
		}
		for _, never := range c.never {
			fmt.Fprintf(&b, "%s%s\n", neverMark, never)
		}
	}
	return b.String()
}

// check compares an outcome with what the case says.
func (c *testCase) check(o outcome) string {
	o.Text = told(strings.TrimRight(o.Text, "\n"))
	if c.wants == nil {
		return o.judge(told(*c.prints))
	}
	if strings.HasPrefix(o.Failure, "hangs") || strings.HasPrefix(o.Failure, "dies") {
		return o.Failure
	}
	flat := strings.ReplaceAll(o.Text, "\n", " ⏎ ")
	rest := flat
	for _, want := range c.wants {
		_, after, ok := strings.Cut(rest, told(want))
		if !ok {
			return fmt.Sprintf("shows %s, want %q", quoted(flat), want)
		}
		rest = after
	}
	for _, never := range c.never {
		if strings.Contains(flat, never) {
			return fmt.Sprintf("shows %s, want no %q", quoted(flat), never)
		}
	}
	return ""
}
