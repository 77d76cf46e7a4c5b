package overlay_test

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// exports maps the packages of the standard library to their export data.
var exports = sync.OnceValues(func() (map[string]string, error) {
	out, err := exec.Command("go", "list", "-export", "-f", "{{.ImportPath}} {{.Export}}", "std").Output()
	if err != nil {
		return nil, fmt.Errorf("go list std: %w", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return files, nil
})

// newImporter returns an importer of the standard library.
func newImporter(t testing.TB) types.Importer {
	t.Helper()
	files, err := exports()
	if err != nil {
		t.Fatal(err)
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(files[path])
	})
}

// publicPaths returns what users can import of the standard library, sorted.
func publicPaths(t testing.TB) []string {
	t.Helper()
	files, err := exports()
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for path, file := range files {
		parts := strings.Split(path, "/")
		if file == "" || parts[0] == "vendor" || slices.Contains(parts, "internal") {
			continue
		}
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
