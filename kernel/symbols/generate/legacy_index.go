package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strings"
)

// index returns the source of the list of the older tables.
func index(all []*source) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(header + "import \"reflect\"\n\n")
	b.WriteString("// tables lists the tables of this package by import path and package name.\nfunc tables() map[string]map[string]reflect.Value {\nreturn map[string]map[string]reflect.Value{\n")
	for _, l := range all {
		fmt.Fprintf(&b, "%q: table%s(),\n", l.path+"/"+l.types.Name(), identifier(l.path))
	}
	b.WriteString("}\n}\n")
	return format.Source(b.Bytes())
}

// legacy adds the older tables, of packages outside the standard library.
func legacy(w *world, files map[string][]byte) error {
	var all []*source
	for _, p := range packages {
		s := w.lookup(p.path)
		all = append(all, s)
		text, err := table(s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
		files["z_"+fileName(s.path)+".go"] = text
	}
	text, err := index(all)
	files["z_index.go"] = text
	return err
}

// fileName makes a file name of an import path.
func fileName(path string) string {
	path = strings.TrimPrefix(path, module+"/")
	return strings.ToLower(strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(path))
}
