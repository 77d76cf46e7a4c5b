package main

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
)

// index returns the source of the lists of all packages.
func index(all []loaded) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(header + "import \"reflect\"\n\n")
	b.WriteString("// tables lists the tables of this package by import path and package name.\nfunc tables() map[string]map[string]reflect.Value {\nreturn map[string]map[string]reflect.Value{\n")
	for _, l := range all {
		fmt.Fprintf(&b, "%q: table%s(),\n", l.path+"/"+l.types.Name(), identifier(l.path))
	}
	b.WriteString("}\n}\n\n// docs returns the documentation of a package's members.\nfunc docs(path string) map[string]string {\nswitch path {\n")
	for _, l := range all {
		fmt.Fprintf(&b, "case %q:\nreturn docs%s()\n", l.path, identifier(l.path))
	}
	b.WriteString("}\nreturn nil\n}\n\n// preloaded maps the names of packages that cells need not import to their paths.\nfunc preloaded() map[string]string {\nreturn map[string]string{\n")
	for _, l := range all {
		if l.preload {
			fmt.Fprintf(&b, "%q: %q,\n", l.types.Name(), l.path)
		}
	}
	for _, p := range standard {
		fmt.Fprintf(&b, "%q: %q,\n", path.Base(p), p)
	}
	b.WriteString("}\n}\n")
	return format.Source(b.Bytes())
}
