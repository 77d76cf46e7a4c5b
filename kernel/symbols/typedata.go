package symbols

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"github.com/unravel-go/unravel/kernel/symbols/archive"
)

//go:embed gen_types.bin
var typeArchive archive.Archive

// TypeData knows the types of all packages that cells can import. It is a
// [types.Importer], not safe for concurrent use.
//
// # How packages come to agree
//
// The data of a package has with it the types of others that it mentions, as
// if they were its own. Reading fmt makes a package io that has io.Writer and
// little else; reading io then finds Writer there, leaves it, and adds the rest.
// So every type is one object, whatever the order of the imports, and types
// cost nothing until a package is imported that mentions them.
type TypeData struct {
	platform string
	packages map[string]*types.Package // some known in part
	whole    map[string]bool
}

// Importer returns type data of which nothing has been read.
func Importer() *TypeData { return importerFor(platform()) }

func importerFor(platform string) *TypeData {
	return &TypeData{
		platform: platform,
		packages: map[string]*types.Package{"unsafe": types.Unsafe},
		whole:    map[string]bool{"unsafe": true},
	}
}

// Import returns the package with an import path, always the same.
func (d *TypeData) Import(path string) (*types.Package, error) {
	if d.whole[path] {
		return d.packages[path], nil
	}
	if slices.Contains(strings.Split(path, "/"), "internal") {
		return nil, fmt.Errorf("use of internal package %s not allowed", path)
	}
	if PackageName(path) == "" {
		return nil, fmt.Errorf("package %s is not in the standard library, and not compiled into this program", path)
	}
	data, ok := variant(typeArchive, path, d.platform)
	if !ok {
		return nil, fmt.Errorf("package %s is not there on %s", path, d.platform)
	}
	p, err := gcexportdata.Read(bytes.NewReader(data), token.NewFileSet(), d.packages, path)
	if err != nil {
		return nil, fmt.Errorf("symbols: type data: %w", err)
	}
	d.whole[path] = true
	return p, nil
}

// Paths returns the import paths of all packages that Import knows, sorted.
func (d *TypeData) Paths() []string { return Paths() }

// PackageName returns the name of a package without reading its type data.
func (d *TypeData) PackageName(path string) string { return PackageName(path) }
