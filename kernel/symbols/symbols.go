package symbols

import (
	"maps"
	"reflect"

	"github.com/traefik/yaegi/stdlib"
)

// Tables returns the members of all packages that cells can import, under
// their import path and package name, "math/rand/rand". The inner maps are
// shared: read them only.
func Tables() map[string]map[string]reflect.Value {
	all := tables()
	maps.Copy(all, stdlib.Symbols)
	return all
}

// Preload maps the names of the packages that cells can use without importing
// them to their import paths.
func Preload() map[string]string { return preloaded() }

// Doc returns the documentation of a member of a package, "Type.Method" for
// methods, or of the package itself for an empty name: the Go declaration, an
// empty line, and the comment; of a package, the comment alone. Of other
// people's packages it knows the declarations only, and of the standard library
// nothing: "".
func Doc(path, name string) string { return docs(path)[name] }
