package install

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Program returns the absolute path of the running program: the one by which
// it was called, which may be a symbolic link to it.
func Program() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("install: which program is this? %w", err)
	}
	return calledAs(os.Args[0], path), nil
}

// calledAs returns the absolute path of the program that a shell finds under a
// name, if it is the program at path, and path if not.
func calledAs(name, path string) string {
	found, err := exec.LookPath(name)
	if err != nil {
		return path
	}
	if found, err = filepath.Abs(found); err != nil {
		return path
	}
	called, err := os.Stat(found)
	if err != nil {
		return path
	}
	if running, err := os.Stat(path); err != nil || !os.SameFile(called, running) {
		return path
	}
	return found
}

var buildFolder = regexp.MustCompile(`^go-build\d*$`)

// Temporary reports whether a program lies where "go run" builds: in its
// temporary folder or in the build cache.
func Temporary(program string) bool {
	if cache := os.Getenv("GOCACHE"); cache != "" {
		if rel, err := filepath.Rel(cache, program); err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	for _, elem := range strings.Split(filepath.ToSlash(program), "/") {
		if buildFolder.MatchString(elem) {
			return true
		}
	}
	return false
}
