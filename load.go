package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// load reads a notebook whose cells are Go.
func load(file string) (*nbformat.Notebook, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("no such file")
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("got a folder, want a notebook")
	case !info.Mode().IsRegular(): // to read a pipe may take for ever
		return nil, errors.New("got a pipe or a device, want a notebook")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	nb, err := nbformat.Read(raw)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "nbformat: "))
	}
	if l := language(nb); l != "" && !strings.EqualFold(l, "go") {
		return nil, fmt.Errorf("got a notebook for %s, want Go", l)
	}
	return nb, nil
}

// language returns the language of a notebook's cells, "" if nothing in the
// notebook says. The language of a kernelspec is optional, and not every
// program writes it.
func language(nb *nbformat.Notebook) string {
	spec, _ := nb.Metadata["kernelspec"].(map[string]any)
	declared, _ := spec["language"].(string)
	info, _ := nb.Metadata["language_info"].(map[string]any)
	last, _ := info["name"].(string)
	name, _ := spec["name"].(string)
	return cmp.Or(declared, last, languageOfKernel(name))
}

// languageOfKernel returns the language of a well-known kernel that is not for
// Go, "" for any other.
func languageOfKernel(name string) string {
	for _, known := range wellKnown {
		if known.name.MatchString(strings.ToLower(name)) {
			return known.language
		}
	}
	return ""
}

// wellKnown has the names under which kernels of other languages install
// themselves.
var wellKnown = []struct {
	name     *regexp.Regexp
	language string
}{
	{regexp.MustCompile(`^(x?python|pypy|pyodide|sagemath|conda-.*-py$|\.?venv)`), "python"},
	{regexp.MustCompile(`^(ir|xr|conda-.*-r)(\d|$)`), "R"},
	{regexp.MustCompile(`^julia`), "julia"},
	{regexp.MustCompile(`^(bash|calysto_bash|zsh)`), "bash"},
	{regexp.MustCompile(`^(javascript|jslab|ijavascript|deno|tslab)`), "javascript"},
	{regexp.MustCompile(`^(rust|evcxr)`), "rust"},
	{regexp.MustCompile(`^(scala|almond)`), "scala"},
	{regexp.MustCompile(`^(xcpp|xc)\d`), "C++"},
	{regexp.MustCompile(`^(ruby|octave|matlab|java|kotlin|haskell|perl|sos)`), "another language"},
	{regexp.MustCompile(`^\.net-`), ".NET"},
}
