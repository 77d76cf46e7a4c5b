package main

import (
	"bytes"
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"github.com/unravel-go/unravel/kernel/symbols/archive"
)

// typeData returns the archive of the type data of all packages. The data of a
// package holds, of others, the types that it mentions. What differs on another
// platform has a key with the platform behind it, "os@windows/amd64".
func typeData(worlds []*world) ([]byte, error) {
	texts := map[string][]byte{}
	for i, w := range worlds {
		for _, s := range w.packages {
			if s.types == types.Unsafe {
				continue
			}
			data, err := exportData(s.types)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.path, err)
			}
			addVariant(texts, s.path, w, i == 0, data)
		}
	}
	return archive.Pack(texts, sample(texts)), nil
}

// addVariant stores the text of a package under its path, or under path and
// platform where it differs from that of the first.
func addVariant(texts map[string][]byte, path string, w *world, first bool, text []byte) {
	switch {
	case first:
		texts[path] = text
	case !bytes.Equal(texts[path], text):
		texts[path+"@"+w.String()] = text
	}
}

// exportData encodes a package without positions: nobody asks where in the
// standard library a name is declared.
func exportData(p *types.Package) ([]byte, error) {
	var b bytes.Buffer
	err := gcexportdata.Write(&b, token.NewFileSet(), p)
	return b.Bytes(), err
}

// sample returns a dictionary for type data: the beginnings, which hold the
// names, of those that know most of the others.
func sample(texts map[string][]byte) []byte {
	var dictionary []byte
	for _, path := range []string{"net/http", "crypto/tls"} {
		dictionary = append(dictionary, texts[path][:min(16<<10, len(texts[path]))]...)
	}
	return dictionary
}

// memberData returns the archive of the names that packages export, a line
// each.
func memberData(worlds []*world) []byte {
	texts := map[string][]byte{}
	for i, w := range worlds {
		for _, s := range w.packages {
			names := slices.DeleteFunc(s.types.Scope().Names(), func(n string) bool { return !token.IsExported(n) })
			addVariant(texts, s.path, w, i == 0, []byte(strings.Join(names, "\n")))
		}
	}
	// The dictionary is made of the words of names.
	count := map[string]int{}
	for _, text := range texts {
		for n := range strings.SplitSeq(string(text), "\n") {
			count[n]++
		}
	}
	names := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		if d := count[a]*len(a) - count[b]*len(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	names = names[max(0, len(names)-200):]
	return archive.Pack(texts, []byte(strings.Join(names, "\n")))
}
