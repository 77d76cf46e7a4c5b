package nbformat

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func read(t *testing.T, elem ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, elem...)...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t *testing.T, file []byte) *Notebook {
	t.Helper()
	nb, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return nb
}

func write(t *testing.T, nb *Notebook) string {
	t.Helper()
	b, err := nb.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSameAsPython: what we write is byte for byte what Jupyter writes. The
// ids that an upgrade makes up are the only difference.
func TestSameAsPython(t *testing.T) {
	given, err := filepath.Glob("testdata/given/*.ipynb")
	if err != nil || len(given) < 4 {
		t.Fatalf("%d given notebooks, error %v", len(given), err)
	}
	for _, file := range given {
		t.Run(filepath.Base(file), func(t *testing.T) {
			nb := parse(t, read(t, "given", filepath.Base(file)))
			want := read(t, "python", filepath.Base(file))
			again := parse(t, want)
			for i, c := range nb.Cells {
				if len(c.ID) == 8 { // made up, here and there
					c.ID = again.Cells[i].ID
				}
			}
			if diff := cmp.Diff(string(want), write(t, nb)); diff != "" {
				t.Errorf("after the upgrade (- Python, + us):\n%s", diff)
			}
			if diff := cmp.Diff(string(want), write(t, again)); diff != "" {
				t.Errorf("Python's own file, read and written (- Python, + us):\n%s", diff)
			}
		})
	}
}

// TestUpgradeIsReproducible: the ids of an old notebook depend on nothing but
// its text.
func TestUpgradeIsReproducible(t *testing.T) {
	a := write(t, parse(t, read(t, "given", "v4.0.ipynb")))
	b := write(t, parse(t, read(t, "given", "v4.0.ipynb")))
	if a != b {
		t.Errorf("two upgrades differ:\n%s", cmp.Diff(a, b))
	}
	if !strings.Contains(a, `"nbformat_minor": 5`) {
		t.Error("not upgraded to 4.5")
	}
}

func TestReadRefuses(t *testing.T) {
	whole := string(read(t, "python", "v4.5.ipynb"))
	cell := func(s string) string {
		return `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [` + s + `]}`
	}
	tests := []struct {
		name, file, want string
	}{
		{"an empty file", " \n", "nbformat: the file is empty, want a notebook"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00", "nbformat: the file is not UTF-8 text, want a notebook"},
		{"a Go program", "package main\n", "nbformat: the file is not a notebook: it is not JSON"},
		{"a truncated notebook", whole[:700], "nbformat: the notebook is truncated: the file ends in line 48, and the notebook does not"},
		{"a notebook short of its last brace", strings.TrimSuffix(whole, "}\n"), "nbformat: the notebook is truncated: the file ends in line 118, and the notebook does not"},
		{"a notebook truncated in a string, with a line end", whole[:703] + "\n", "nbformat: the notebook is truncated: the file ends in line 48, and the notebook does not"},
		{"a damaged notebook", strings.Replace(whole, `"id"`, `id`, 1), "nbformat: the notebook is damaged: in line 16, invalid character 'i' looking for beginning of object key string"},
		{"two notebooks in one file", whole + whole, "nbformat: the notebook is damaged: it ends in line 119, but the file goes on"},
		{"a JSON list", "[1]", "nbformat: the file is not a notebook: got a list, want a JSON object"},
		{"some other JSON", `{"name": "x"}`, "nbformat: the file is not a notebook: it is JSON without a number nbformat"},
		{"format 3", `{"nbformat": 3, "nbformat_minor": 0, "worksheets": []}`, "nbformat: the notebook has the old format 3.0, want 4 (to convert it: jupyter nbconvert --to notebook FILE)"},
		{"format 5", `{"nbformat": 5, "nbformat_minor": 1}`, "nbformat: the notebook has format 5.1, want 4"},
		{"cells that are no list", `{"nbformat": 4, "nbformat_minor": 5, "cells": {}}`, "nbformat: notebook: field cells: got an object, want a list"},
		{"a cell that is no object", cell(`"x"`), "nbformat: cell 1: got text, want an object"},
		{"a cell without a type", cell(`{}`), "nbformat: cell 1: field cell_type: got nothing, want a name"},
		{"a source that is a number", cell(`{"cell_type": "code", "source": 3}`), "nbformat: cell 1: field source: got the number 3, want text or a list of lines"},
		{"a count that is no number", cell(`{"cell_type": "code", "execution_count": 1.5}`), "nbformat: cell 1: field execution_count: got the number 1.5, want a whole number"},
		{"an output that is no object", cell(`{"cell_type": "code", "outputs": [null]}`), "nbformat: cell 1, output 1: got nothing, want an object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			nb, err := Read([]byte(tt.file))
			if err == nil {
				t.Fatalf("read as %v", nb)
			}
			if got := err.Error(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestIDsAreRepaired: cells written by hand without ids, or copied with them.
func TestIDsAreRepaired(t *testing.T) {
	nb := &Notebook{Cells: []*Cell{
		{Type: Markdown, ID: "a"}, {Type: Markdown, ID: "a"}, {Type: Code, ID: "no spaces"}, {Type: Code},
	}}
	back := parse(t, []byte(write(t, nb)))
	seen := map[string]bool{}
	for _, c := range back.Cells {
		if !usableID.MatchString(c.ID) || seen[c.ID] {
			t.Errorf("id %q is no id or there twice", c.ID)
		}
		seen[c.ID] = true
	}
	if back.Cells[0].ID != "a" {
		t.Errorf("the first owner of id a is now %s", back.Cells[0].ID)
	}
}

func TestBytesRefusesWhatJSONCannotSay(t *testing.T) {
	nb := &Notebook{Metadata: map[string]any{"f": func() {}}}
	if b, err := nb.Bytes(); err == nil {
		t.Errorf("wrote %s", b)
	}
}

// anyNotebook draws notebooks with all that a run can put into them.
func anyNotebook(t *rapid.T) *Notebook {
	text := rapid.StringN(0, 20, 200)
	bundle := rapid.MapOf(rapid.SampledFrom([]string{"text/plain", "text/html", "image/png", "image/svg+xml", "application/json"}), text.AsAny())
	metadata := rapid.MapOf(text, rapid.OneOf(text.AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil)))
	count := rapid.Ptr(rapid.IntRange(0, 1e9), true)
	output := rapid.Custom(func(t *rapid.T) *Output {
		switch rapid.IntRange(0, 3).Draw(t, "type") {
		case 0:
			return &Output{Type: Stream, Name: "stdout", Text: text.Draw(t, "text")}
		case 1:
			return &Output{Type: DisplayData, Data: bundle.Draw(t, "data"), Metadata: metadata.Draw(t, "metadata")}
		case 2:
			return &Output{Type: ExecuteResult, Data: bundle.Draw(t, "data"), Metadata: metadata.Draw(t, "metadata"), ExecutionCount: count.Draw(t, "count")}
		}
		return &Output{Type: Error, EName: text.Draw(t, "ename"), EValue: text.Draw(t, "evalue"), Traceback: rapid.SliceOfN(text, 1, 3).Draw(t, "traceback")}
	})
	cell := rapid.Custom(func(t *rapid.T) *Cell {
		c := &Cell{Type: rapid.SampledFrom([]string{Code, Markdown, Raw}).Draw(t, "type"), Source: text.Draw(t, "source"), Metadata: metadata.Draw(t, "metadata")}
		if c.Type == Code {
			c.ExecutionCount = count.Draw(t, "count")
			c.Outputs = rapid.SliceOfN(output, 1, 4).Draw(t, "outputs")
		}
		return c
	})
	return &Notebook{Minor: Minor, Metadata: metadata.Draw(t, "metadata"), Cells: rapid.SliceOfN(cell, 1, 4).Draw(t, "cells")}
}

// TestRoundTrip: what is written is read back as it was, and written the same.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nb := anyNotebook(t)
		first, err := nb.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(first)
		if err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		ignoreExtra := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".extra" }, cmp.Ignore())
		if diff := cmp.Diff(nb, back, ignoreExtra); diff != "" {
			t.Fatalf("read back as (- written, + read):\n%s", diff)
		}
		second, err := back.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if string(first) != string(second) {
			t.Fatalf("written again:\n%s", cmp.Diff(string(first), string(second)))
		}
	})
}

// FuzzRead: no file makes Read panic, and what it accepts can be written.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "outputs": [{"output_type": "stream"}]}]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		nb, err := Read(file)
		if err != nil {
			return
		}
		written, err := nb.Bytes()
		if err != nil {
			return // a number beyond float64
		}
		if _, err := Read(written); err != nil {
			t.Errorf("wrote what it does not read: %v\n%s", err, written)
		}
	})
}
