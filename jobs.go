package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/notebooks/nbformat"
	"github.com/unravel-go/unravel/notebooks/params"
)

// job is a notebook to run. Its folder is absolute: cells may go elsewhere.
type job struct {
	name   string // as the user gave it
	path   string // absolute, symbolic links followed
	dir    string
	nb     *nbformat.Notebook
	output output
}

// jobs reads all notebooks and fills in their parameters before any of them
// runs: a mistake in the last name should not come to light an hour later.
func (c runCommand) jobs() ([]job, error) {
	files, err := notebookFiles(c.Files)
	if err != nil {
		return nil, err
	}
	if c.Output != "" && len(files) > 1 {
		return nil, fmt.Errorf("got %d notebooks and one output file, want one notebook or --inplace", len(files))
	}
	var jobs []job
	for _, file := range files {
		j, err := newJob(file, c.Param)
		if err != nil {
			return nil, in(file, err)
		}
		switch {
		case c.Inplace:
			j.output, err = newOutput(file)
		case c.Output != "":
			j.output, err = newOutput(c.Output)
		}
		if err != nil {
			return nil, err
		}
		if c.Check && j.output.path == j.path {
			return nil, in(file, errors.New("got --check and the notebook itself for -o, want another file"))
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

func newJob(file string, parameters []string) (job, error) {
	nb, err := load(file)
	if err != nil {
		return job{}, err
	}
	if err := params.Fill(nb, parameters); err != nil {
		return job{}, err
	}
	absolute, err := filepath.Abs(file)
	if err != nil {
		return job{}, err
	}
	path, err := followLinks(file)
	return job{name: file, path: path, dir: filepath.Dir(absolute), nb: nb}, err
}

// notebookFiles replaces each folder by the notebooks in it, those that are
// named besides left out.
func notebookFiles(names []string) ([]string, error) {
	named := map[string]bool{}
	for _, name := range names {
		named[filepath.Clean(name)] = true
	}
	var files []string
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			files = append(files, name) // whatever it is, load says it
			continue
		}
		found, err := notebooksIn(name)
		if err != nil {
			return nil, in(name, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: got a folder without notebooks, want one with files *.ipynb", name)
		}
		files = append(files, slices.DeleteFunc(found, func(f string) bool { return named[f] })...)
	}
	return files, nil
}

// notebooksIn returns the notebooks in a folder and below it, in order. Hidden
// folders, as that in which Jupyter keeps older versions, are left out, and as
// the go command has it, those with the name testdata.
func notebooksIn(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".")
		switch {
		case path == folder:
		case d.IsDir() && (hidden || d.Name() == "testdata"):
			return fs.SkipDir
		case !d.IsDir() && !hidden && filepath.Ext(path) == ".ipynb":
			files = append(files, path)
		}
		return nil
	})
	return files, err
}
