package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// generate returns the generated files by name.
func generate(root string) (map[string][]byte, error) {
	worlds, err := loadAll(root)
	if err != nil {
		return nil, err
	}
	names := importNames(worlds)
	files, err := tableFiles(worlds, names)
	if err != nil {
		return nil, err
	}
	for name, make := range map[string]func() ([]byte, error){
		"gen_index.go":    func() ([]byte, error) { return indexFile(worlds[0]) },
		"gen_wrappers.go": func() ([]byte, error) { return wrapperFile(worlds, names) },
		"gen_types.bin":   func() ([]byte, error) { return typeData(worlds) },
		"gen_members.bin": func() ([]byte, error) { return memberData(worlds), nil },
		"gen_docs.bin":    func() ([]byte, error) { return docData(worlds[0]) },
		"gen_LICENSE.txt": licence,
	} {
		if files[name], err = make(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return files, nil
}

// licence returns what the documentation of the standard library comes under.
func licence() ([]byte, error) {
	root, err := goEnv("GOROOT")
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(root, "LICENSE"))
}
