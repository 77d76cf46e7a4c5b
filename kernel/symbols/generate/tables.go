package main

import (
	"fmt"
	"slices"
	"strings"
)

// effects are packages without a table that change what a program does by
// being part of it.
var effects = []string{"time/tzdata"}

// tableFiles returns the tables: in one file what all platforms have, and in
// one for each the rest.
//
// A table is a variable whose values the linker can write down. Nothing runs
// to fill it, and nothing but its names takes time to compile.
func tableFiles(worlds []*world, names map[string]string) (map[string][]byte, error) {
	f := newFile(names)
	f.printf("// shared are the tables of what every platform has.\nvar shared = [...]table{\n")
	for _, s := range worlds[0].packages {
		f.table(s, common(worlds, s))
	}
	f.printf("}\n")
	for _, path := range effects {
		f.imports[path] = false
	}
	files := map[string][]byte{}
	var err error
	if files["gen_tables.go"], err = f.source(); err != nil {
		return nil, err
	}
	for _, w := range worlds {
		name := fmt.Sprintf("gen_tables_%s_%s.go", w.os, w.arch)
		if files[name], err = ownTables(worlds, w, names); err != nil {
			return nil, err
		}
	}
	files["gen_tables_other.go"], err = otherTables()
	return files, err
}

func ownTables(worlds []*world, w *world, names map[string]string) ([]byte, error) {
	f := newFile(names)
	f.printf("// particular are the tables of what this platform has besides.\nvar particular = [...]table{\n")
	for _, s := range w.packages {
		f.table(s, own(worlds, s))
	}
	f.printf("}\n")
	return f.source()
}

// otherTables is for platforms that are not among ours.
func otherTables() ([]byte, error) {
	f := newFile(nil)
	var tags []string
	for _, p := range platforms {
		tags = append(tags, fmt.Sprintf("!(%s && %s)", p.os, p.arch))
	}
	f.tags = strings.Join(slices.Compact(tags), " && ")
	f.printf("// particular are the tables of what this platform has besides.\nvar particular [0]table\n")
	return f.source()
}

// table writes the members of a package, if there are any.
func (f *goFile) table(s *source, entries []entry) {
	if len(entries) == 0 {
		return
	}
	name := f.use(s.path)
	f.printf("{%q, %q, []member{\n", s.path, s.types.Name())
	for _, e := range entries {
		f.printf("{%q, %s},\n", e.name, fmt.Sprintf(e.form, name+"."+e.name))
	}
	f.printf("}},\n")
}
