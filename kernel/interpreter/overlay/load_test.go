package overlay_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
)

// TestFilesAreEmbedded holds the list of embedded files to the folders.
func TestFilesAreEmbedded(t *testing.T) {
	imp := newImporter(t)
	for _, path := range overlay.Paths() {
		p, err := overlay.Load(path, imp, token.NewFileSet())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range p.Files {
			got = append(got, filepath.Base(p.Fset.Position(f.Pos()).Filename))
		}
		if want := goFiles(t, path); !slices.Equal(got, want) {
			t.Errorf("%s: embedded %v, want %v", path, got, want)
		}
	}
}

// goFiles returns the Go files of a folder that are no tests and declare
// something.
func goFiles(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(filepath.FromSlash(dir), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range all {
		if base := filepath.Base(name); !strings.HasSuffix(base, "_test.go") && base != "doc.go" {
			names = append(names, base)
		}
	}
	return names
}

// TestNativeCalls holds the overlays to what the lowering of calls of package
// native expects: they are calls by name, and where one returns any, an
// assertion stands right around it.
func TestNativeCalls(t *testing.T) {
	used := map[string]bool{}
	for _, path := range overlay.Paths() {
		p, err := overlay.Load(path, newImporter(t), token.NewFileSet())
		if err != nil {
			t.Fatal(err)
		}
		called, asserted := map[*ast.Ident]bool{}, map[ast.Expr]bool{}
		for _, f := range p.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.TypeAssertExpr:
					asserted[n.X] = true
				case *ast.CallExpr:
					sel, ok := n.Fun.(*ast.SelectorExpr)
					if !ok {
						break
					}
					called[sel.Sel] = true
					if isNative(p.Info.Uses[sel.Sel]) && !asserted[n] && isAny(p.Info.TypeOf(n)) {
						t.Errorf("%s: a result of type any is not asserted", p.Fset.Position(n.Pos()))
					}
				}
				return true
			})
		}
		for id, obj := range p.Info.Uses {
			if !isNative(obj) {
				continue
			}
			used[obj.Name()] = true
			if _, ok := obj.(*types.Func); ok && !called[id] {
				t.Errorf("%s: native.%s is used as a value, want calls only", p.Fset.Position(id.Pos()), obj.Name())
			}
		}
	}
	for name := range overlay.Symbols()[overlay.Native+"/native"] {
		if !used[name] {
			t.Errorf("native.%s: no overlay uses it", name)
		}
	}
}

func isAny(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("any").Type())
}

// isNative reports whether an object is a member of package native.
func isNative(obj types.Object) bool {
	if _, ok := obj.(*types.PkgName); ok || obj == nil || obj.Pkg() == nil {
		return false
	}
	return obj.Pkg().Path() == overlay.Native
}

// TestSymbols holds the table to what package native exports.
func TestSymbols(t *testing.T) {
	got := overlay.Symbols()[overlay.Native+"/native"]
	want := map[string]bool{}
	fset := token.NewFileSet()
	for _, name := range goFiles(t, "native") {
		f, err := parser.ParseFile(fset, filepath.Join("native", name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.IsExported() {
					want[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if s, ok := s.(*ast.TypeSpec); ok && s.Name.IsExported() {
						want[s.Name.Name] = true
					}
				}
			}
		}
	}
	for name := range want {
		if _, ok := got[name]; !ok {
			t.Errorf("native.%s has no symbol", name)
		}
	}
	for name, v := range got {
		if !want[name] {
			t.Errorf("symbol %s of type %v: native has no such member", name, v.Type())
		}
		if v.Kind() != reflect.Func && v.Kind() != reflect.Pointer {
			t.Errorf("symbol %s: got a %v, want a function or a pointer to a type", name, v.Kind())
		}
	}
}

// TestUserCode finds the overlay's declaration for every generic function that
// a program uses, starting from the objects that the program's types have.
func TestUserCode(t *testing.T) {
	const program = `package main

import ("slices"; "maps"; "sync/atomic"; "iter"; "unique"; "database/sql")

type config struct{ next atomic.Pointer[config] }

func main() {
	var c config
	c.next.Store(&c)
	_ = slices.Sorted(maps.Keys(map[string]int{}))
	_, stop := iter.Pull(slices.Values([]int{1}))
	stop()
	_ = unique.Make("x").Value()
	var n sql.Null[int]
	_ = n.Scan(1)
}
`
	fset, imp := token.NewFileSet(), newImporter(t)
	f, err := parser.ParseFile(fset, "main.go", program, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: imp}
	if _, err := conf.Check("main", fset, []*ast.File{f}, info); err != nil {
		t.Fatal(err)
	}
	set := overlay.New(imp, fset)
	var got []string
	for _, obj := range info.Uses {
		if obj, ok := obj.(*types.Func); ok {
			decl, info, fset := set.Func(obj)
			if decl == nil {
				t.Fatalf("no declaration stands for %v", obj)
			}
			if info.Defs[decl.Name] == nil {
				t.Errorf("%v: the declaration is not checked", obj)
			}
			got = append(got, filepath.ToSlash(fset.Position(decl.Pos()).Filename)+" "+decl.Name.Name)
		}
	}
	slices.Sort(got)
	want := []string{
		"overlay/database/sql/sql.go Scan",
		"overlay/iter/iter.go Pull",
		"overlay/maps/iter.go Keys",
		"overlay/slices/iter.go Sorted",
		"overlay/slices/iter.go Values",
		"overlay/sync/atomic/atomic.go Store",
		"overlay/unique/unique.go Make",
		"overlay/unique/unique.go Value",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestInstance instantiates a stand-in as the lowering does.
func TestInstance(t *testing.T) {
	imp := newImporter(t)
	set := overlay.New(imp, token.NewFileSet())
	atomic, err := imp.Import("sync/atomic")
	if err != nil {
		t.Fatal(err)
	}
	stand := set.Type(atomic.Scope().Lookup("Pointer").(*types.TypeName))
	inst, err := types.Instantiate(nil, stand.Type(), []types.Type{types.Typ[types.Int]}, true)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := inst.Underlying().String(), "struct{word "+overlay.Native+".Word}"; got != want {
		t.Errorf("atomic.Pointer[int] is represented as %s, want %s", got, want)
	}
	iter, err := imp.Import("iter")
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Type(iter.Scope().Lookup("Seq").(*types.TypeName)); got != nil {
		t.Errorf("%v stands for iter.Seq, want nothing", got)
	}
	if got := set.Type(types.Universe.Lookup("error").(*types.TypeName)); got != nil {
		t.Errorf("%v stands for error, want nothing", got)
	}
	if got, _, _ := set.Func(atomic.Scope().Lookup("AddInt32").(*types.Func)); got != nil {
		t.Errorf("a declaration stands for atomic.AddInt32, want none")
	}
}

func TestLoadUnknown(t *testing.T) {
	_, err := overlay.Load("strings", importer.Default(), token.NewFileSet())
	if err == nil || !strings.Contains(err.Error(), "strings") {
		t.Errorf("got %v, want an error that names the package", err)
	}
}

func TestStandsFor(t *testing.T) {
	for _, path := range []string{overlay.Native, "slices", overlay.Prefix + "none"} {
		if std, ok := overlay.StandsFor(path); ok {
			t.Errorf("%s stands for %s, want nothing", path, std)
		}
	}
	if std, ok := overlay.StandsFor(overlay.Prefix + "sync/atomic"); !ok || std != "sync/atomic" {
		t.Errorf("got %q, %v, want sync/atomic", std, ok)
	}
}

func BenchmarkLoad(b *testing.B) {
	imp := newImporter(b)
	for _, path := range overlay.Paths() {
		b.Run("path="+path, func(b *testing.B) {
			for b.Loop() {
				if _, err := overlay.Load(path, imp, token.NewFileSet()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExamplePackage_Lookup() {
	p, err := overlay.Load("cmp", importer.Default(), token.NewFileSet())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	fmt.Println(p.Info.Defs[p.Lookup("Less").Name].(*types.Func).Signature())
	// Output: func[T cmp.Ordered](x T, y T) bool
}
