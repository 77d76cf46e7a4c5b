package params

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// The tags of cells with parameters, as papermill has them.
const (
	TagDeclared = "parameters"
	TagInjected = "injected-parameters"
)

// Fill gives a notebook's parameters values, each as name=value. The notebook
// is changed only if all of them are right.
func Fill(nb *nbformat.Notebook, values []string) error {
	if len(values) == 0 {
		return nil
	}
	at := slices.IndexFunc(nb.Cells, func(c *nbformat.Cell) bool { return c.Type == nbformat.Code && c.HasTag(TagDeclared) })
	if at < 0 {
		return fmt.Errorf("got the parameter %s, but the notebook has no code cell with the tag %s", values[0], TagDeclared)
	}
	declared, err := declarations(nb.Cells[at].Source)
	if err != nil {
		return fmt.Errorf("the cell with the tag %s: %w", TagDeclared, err)
	}
	code, err := assignments(declared, values)
	if err != nil {
		return err
	}
	inject(nb, at, code)
	return nil
}

// inject puts code into the cell for injected parameters, which it adds behind
// the one at a position if there is none.
func inject(nb *nbformat.Notebook, at int, code string) {
	for _, c := range nb.Cells {
		if c.Type == nbformat.Code && c.HasTag(TagInjected) {
			c.Source = code
			return
		}
	}
	nb.Cells = slices.Insert(nb.Cells, at+1, &nbformat.Cell{
		Type: nbformat.Code, Source: code, Metadata: map[string]any{"tags": []any{TagInjected}},
	})
}

// assignments returns the code that gives parameters values, in the order in
// which they are given.
func assignments(declared []parameter, values []string) (string, error) {
	var lines []string
	given := map[string]bool{}
	for _, v := range values {
		name, text, ok := strings.Cut(v, "=")
		if !ok {
			return "", fmt.Errorf("got the parameter %s, want NAME=VALUE", v)
		}
		if given[name] {
			return "", fmt.Errorf("got the parameter %s twice", name)
		}
		given[name] = true
		i := slices.IndexFunc(declared, func(p parameter) bool { return p.name == name })
		if i < 0 {
			return "", fmt.Errorf("got the parameter %q, want %s", name, names(declared))
		}
		literal, err := declared[i].literal(text)
		if err != nil {
			return "", fmt.Errorf("parameter %s: %w", name, err)
		}
		lines = append(lines, name+" = "+literal)
	}
	return strings.Join(append([]string{"// Parameters"}, lines...), "\n"), nil
}

// names lists the parameters for a person.
func names(declared []parameter) string {
	var list []string
	for _, p := range declared {
		list = append(list, p.name+" ("+p.kind()+")")
	}
	return "one of " + strings.Join(list, ", ")
}

// errNone is the error of a cell that declares nothing.
var errNone = errors.New("it declares no variable, want some such as epochs := 8")
