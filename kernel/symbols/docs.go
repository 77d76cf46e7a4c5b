package symbols

import (
	_ "embed"
	"strings"

	"github.com/unravel-go/unravel/kernel/symbols/archive"
)

// The documentation of the standard library is under the licence in
// gen_LICENSE.txt.
//
//go:embed gen_docs.bin
var docArchive archive.Archive

// Doc returns the documentation of a member of a package, "Type.Method" or
// "Type.Field" for what types have, or of the package itself for an empty name:
// the Go declaration, an empty line, and the comment; of a package, the comment
// alone. What needs no import is a member of "builtin". Of packages that are neither ours nor the standard library's the
// comment is its first sentence. It is "" for what does not exist.
func Doc(path, name string) string {
	text, ok := docArchive.Read(path)
	if !ok {
		return ""
	}
	if doc, ok := find(string(text), name); ok {
		return doc
	}
	if t, field, ok := strings.Cut(name, "."); ok {
		doc, _ := find(string(text), t)
		return fieldDoc(t, doc, field)
	}
	return ""
}

// find returns what follows a name in a package's documentation, where names
// and texts alternate, each ended by a NUL.
func find(all, name string) (string, bool) {
	for all != "" {
		key, rest, _ := strings.Cut(all, "\x00")
		doc, next, _ := strings.Cut(rest, "\x00")
		if key == name {
			return doc, true
		}
		all = next
	}
	return "", false
}
