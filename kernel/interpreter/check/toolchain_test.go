package check

import (
	"bytes"
	"go/build"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var foreign = regexp.MustCompile(`"(unsafe|syscall|syscall/.*|os/exec|runtime|runtime/.*|C|internal/.*)"`)

func declaresUniverse(c *Cell) bool {
	for _, name := range c.Segments[0].Pkg.Scope().Names() {
		if types.Universe.Lookup(name) != nil {
			return true
		}
	}
	return false
}

// TestToolchainPrograms: every single-file program among the Go toolchain's own
// tests is a cell without errors, and one after another they make a session in
// which all names are declared again and again.
func TestToolchainPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("checks some 800 programs")
	}
	root := filepath.Join(build.Default.GOROOT, "test")
	var files []string
	for _, dir := range []string{".", "ken", "chan", "interface", "typeparam", "fixedbugs"} {
		list, _ := filepath.Glob(filepath.Join(root, dir, "*.go"))
		files = append(files, list...)
	}
	if len(files) == 0 {
		t.Skip("no tests in", root)
	}
	session := newNotebook(t)
	count := 0
	for _, name := range files {
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(code, []byte("// run\n")) || foreign.Match(code) {
			continue
		}
		count++
		rel, _ := filepath.Rel(root, name)
		c, errs := newNotebook(t).run(string(code))
		if len(errs) > 0 {
			t.Errorf("%s: %v", rel, errs[0])
			continue
		}
		if declaresUniverse(c) { // println, true ... would be something else from here on
			continue
		}
		if _, errs := session.run(string(code)); len(errs) > 0 {
			t.Errorf("%s in a session: %v", rel, errs[0])
		}
	}
	t.Log(count, "programs")
}
