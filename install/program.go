package install

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Program returns the absolute path of the running program.
func Program() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("install: which program is this? %w", err)
	}
	return path, nil
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
