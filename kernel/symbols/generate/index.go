package main

import "fmt"

// indexFile returns the list of the packages that cells can import.
func indexFile(w *world) ([]byte, error) {
	preload, err := preloaded(w)
	if err != nil {
		return nil, err
	}
	f := newFile(nil)
	f.printf("// goVersion is the release of Go that the tables, type data and documentation of\n// the standard library are from.\nconst goVersion = %q\n\n", version())
	f.printf("// index lists what cells can import, sorted by path.\nvar index = [...]importable{\n")
	for _, s := range w.packages {
		name := s.types.Name()
		usable := ""
		if preload[name] == s.path {
			usable = ", preload: true"
		}
		f.printf("{path: %q, name: %q%s},\n", s.path, name, usable)
	}
	f.printf("}\n\n// platforms are those with type data of their own for some packages.\nvar platforms = [...]string{")
	for _, p := range platforms {
		f.printf("%q, ", fmt.Sprint(p))
	}
	f.printf("}\n")
	return f.source()
}
