package conformance

import (
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// toolchainFolders are the folders below $(go env GOROOT)/test that hold
// programs about the language.
var toolchainFolders = []string{".", "ken", "chan", "interface", "typeparam", "fixedbugs"}

// TestToolchain runs the toolchain's own test programs and compares what they
// print, and that they end well, with what the toolchain expects.
func TestToolchain(t *testing.T) {
	root := filepath.Join(goEnv(t, "GOROOT"), "test")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("this Go installation comes without its test programs: %v", err)
	}
	programs := toolchainPrograms(t, root)
	if version := goEnv(t, "GOVERSION"); version == "go1.26.8" && len(programs) != 777 {
		t.Errorf("found %d programs in %s, want the 777 of %s", len(programs), root, version)
	}
	s := suite{list: "testdata/failures.txt"}
	for i, p := range programs {
		if i%stride == 0 {
			s.programs = append(s.programs, p)
		}
	}
	s.run(t)
}

// goEnv asks the go command, without which there is nothing to compare with.
func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Skipf("no go command: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// toolchainPrograms finds the programs of one file that are to be run, use
// nothing but the language and what lies above the run-time system, and are
// meant for this platform.
func toolchainPrograms(t *testing.T, root string) (programs []program) {
	t.Helper()
	for _, folder := range toolchainFolders {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(files)
		for _, file := range files {
			code, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !toRun(string(code)) || !portable(t, file, code) {
				continue
			}
			want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			programs = append(programs, program{
				name:  path.Join(folder, filepath.Base(file)),
				job:   job{Cells: []string{string(code)}},
				check: func(o outcome) string { return o.judge(string(want)) },
			})
		}
	}
	return programs
}

// toRun reports whether the first comment of a program asks to run it, without
// arguments or flags, and its build constraints hold.
func toRun(code string) bool {
	for line := range strings.Lines(code) {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case constraint.IsGoBuild(line):
			if e, err := constraint.Parse(line); err != nil || !e.Eval(tag) {
				return false
			}
		default:
			return line == "// run"
		}
	}
	return false
}

// tag reports whether a build tag holds here.
func tag(name string) bool {
	return name == runtime.GOOS || name == runtime.GOARCH || name == "unix" || name == "gc" || name == "cgo" ||
		slices.Contains(build.Default.ReleaseTags, name)
}

// portable reports whether a program imports nothing that takes it out of the
// language.
func portable(t *testing.T, file string, code []byte) bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, code, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	return !slices.ContainsFunc(f.Imports, func(spec *ast.ImportSpec) bool {
		switch imported, _ := strconv.Unquote(spec.Path.Value); imported {
		case "unsafe", "syscall", "os/exec", "runtime", "C":
			return true
		default:
			return strings.HasPrefix(imported, "runtime/")
		}
	})
}
