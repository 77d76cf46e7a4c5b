package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// sourceOf type-checks a package given as text.
func sourceOf(t *testing.T, text string) *source {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	p, err := conf.Check("example/p", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &source{path: "example/p", types: p}
}

func TestImportable(t *testing.T) {
	for path, want := range map[string]bool{
		"fmt": true, "math/rand/v2": true, "syscall": true, "unsafe": true, "runtime": true, module + "/lib/models": true, "gorgonia.org/tensor": true,
		"plugin": false, "runtime/cgo": false, "internal/abi": false, "net/http/internal": false, "vendor/golang.org/x/net/http2": false,
		"golang.org/x/image/font": false, module + "/lib/internal/compute": false, "cmd/go": false,
	} {
		if got := importable(path); got != want {
			t.Errorf("importable(%s) = %v, want %v", path, got, want)
		}
	}
}

func TestEntries(t *testing.T) {
	s := sourceOf(t, `package p
const C = 1
var V int
func F() {}
func G[T any](T) {}
type T struct{}
type A = T
type P[T any] struct{}
type PA[T any] = P[T]
type PI = P[int]
type Number interface{ ~int | ~string }
type Reader interface{ Read() }
func hidden() {}
`)
	want := []entry{{"A", typeName}, {"F", function}, {"PI", typeName}, {"Reader", typeName}, {"T", typeName}, {"V", variable}}
	if got := entriesOf(s.types); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestEntriesOfPlatforms: what one platform lacks goes into the others' own
// tables.
func TestEntriesOfPlatforms(t *testing.T) {
	a := sourceOf(t, "package p\nfunc Both() {}\nfunc Kind() {}\nfunc OnlyA() {}")
	b := sourceOf(t, "package p\nfunc Both() {}\nvar Kind int")
	worlds := []*world{{packages: []*source{a}}, {packages: []*source{b}}}
	for _, tt := range []struct {
		what string
		got  []entry
		want []entry
	}{
		{"common", common(worlds, a), []entry{{"Both", function}}},
		{"own of the first", own(worlds, a), []entry{{"Kind", function}, {"OnlyA", function}}},
		{"own of the second", own(worlds, b), []entry{{"Kind", variable}}},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.what, tt.got, tt.want)
		}
	}
}

func TestWrapper(t *testing.T) {
	s := sourceOf(t, `package p
import "io"
type I interface {
	Print(format string, args ...any) (n int, err error)
	Close()
	io.Reader
}
type Sealed interface{ sealed() }
type Odd interface{ Odd(hidden) }
type hidden int
`)
	f := &wrapperWriter{goFile: newFile(map[string]string{"example/p": "p", boxPath: "box"})}
	for _, name := range s.types.Scope().Names() {
		f.wrapper(s.types, s.types.Scope().Lookup(name).(*types.TypeName))
	}
	got := f.body.String()
	for _, want := range []string{
		"type w0 struct{ boxed }",
		"func (w w0) Close()  {\nw.boxed.T.Method(\"Close\").(func(any) )(w.boxed.V)\n}",
		"func (w w0) Print(a0 string, a1 ...any) (int, error) {\nreturn w.boxed.T.Method(\"Print\").(func(any, string, ...any) (int, error))(w.boxed.V, a0, a1...)\n}",
		"func (w w0) Read(a0 []byte) (int, error) {",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if f.count != 1 {
		t.Errorf("%d wrappers, want that of I alone:\n%s", f.count, got)
	}
}

func TestPreloadedNamesAreUnambiguous(t *testing.T) {
	w := &world{packages: []*source{
		{path: "crypto/rand", types: types.NewPackage("crypto/rand", "rand")},
		{path: "math/rand", types: types.NewPackage("math/rand", "rand")},
		{path: "math/rand/v2", types: types.NewPackage("math/rand/v2", "rand")},
	}}
	preload, err := preloaded(w)
	if err != nil || len(preload) != 1 || preload["rand"] != "math/rand" {
		t.Errorf("got %v, %v, want math/rand", preload, err)
	}
	w.packages = append(w.packages, &source{path: "a/x", types: types.NewPackage("a/x", "x")}, &source{path: "b/x", types: types.NewPackage("b/x", "x")})
	if _, err := preloaded(w); err == nil {
		t.Error("no error where two packages are called x")
	}
}
