package symbols

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/kernel/symbols/archive"
)

// importable is a package that cells can import.
type importable struct {
	path, name string
	preload    bool // cells can use it without importing it
}

//go:embed gen_members.bin
var memberData archive.Archive

// Paths returns the import paths of all packages that cells can import, sorted.
func Paths() []string {
	paths := make([]string, len(index))
	for i, p := range index {
		paths[i] = p.path
	}
	return paths
}

// PackageName returns the name of the package with an import path; "" if cells
// cannot import it.
func PackageName(path string) string {
	i, ok := slices.BinarySearchFunc(index[:], path, func(p importable, path string) int { return strings.Compare(p.path, path) })
	if !ok {
		return ""
	}
	return index[i].name
}

// Preload maps the names of the packages that cells can use without importing
// them to their import paths. Of several with one name it is the usual one.
func Preload() map[string]string {
	preload := map[string]string{}
	for _, p := range index {
		if p.preload {
			preload[p.name] = p.path
		}
	}
	return preload
}

// Members returns the names that a package exports, sorted, constants and what
// is generic included; none if cells cannot import it. It takes microseconds,
// and no type data.
func Members(path string) []string {
	text, ok := variant(memberData, path, platform())
	if !ok || len(text) == 0 {
		return nil
	}
	return strings.Split(string(text), "\n")
}
