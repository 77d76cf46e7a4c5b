package symbols

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestImportKnowsEveryPathOnEveryPlatform(t *testing.T) {
	for _, platform := range platforms {
		d := importerFor(platform)
		for _, path := range d.Paths() {
			p, err := d.Import(path)
			if err != nil {
				t.Errorf("%s: Import(%s): %v", platform, path, err)
				continue
			}
			if p.Path() != path || p.Name() != d.PackageName(path) || !p.Complete() {
				t.Errorf("%s: Import(%s) = package %s %q, complete %v", platform, path, p.Name(), p.Path(), p.Complete())
			}
			if again, _ := d.Import(path); again != p {
				t.Errorf("%s: Import(%s) gives another package the second time", platform, path)
			}
		}
		separator, _ := d.packages["os"].Scope().Lookup("PathSeparator").(*types.Const)
		if windows := strings.HasPrefix(platform, "windows/"); constant.Compare(separator.Val(), token.EQL, constant.MakeInt64('\\')) != windows {
			t.Errorf("%s: paths are separated by %v", platform, separator)
		}
	}
}

func TestImportRefuses(t *testing.T) {
	for _, path := range []string{"", "nope", "internal/abi", "plugin", "golang.org/x/image/font", "os@windows/amd64"} {
		if p, err := Importer().Import(path); err == nil {
			t.Errorf("Import(%q) = %v, want an error", path, p)
		}
	}
}

// TestTypesAreOneObject: whatever the order of imports, all packages mean the
// same object by the same name.
func TestTypesAreOneObject(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Importer()
		paths := rapid.Permutation(Paths()).Draw(t, "order")
		paths = paths[:rapid.IntRange(1, 40).Draw(t, "count")]
		for _, path := range paths {
			if _, err := d.Import(path); err != nil {
				t.Fatal(err)
			}
		}
		w := walker{seen: map[types.Type]bool{}}
		w.named = func(tn *types.TypeName) {
			p := tn.Pkg()
			if p == nil || tn.Parent() == nil {
				return
			}
			if d.packages[p.Path()] != p {
				t.Fatalf("two packages %s", p.Path())
			}
			if p.Scope().Lookup(tn.Name()) != tn {
				t.Fatalf("two types %v", tn)
			}
		}
		for _, path := range paths {
			w.pkg(d.packages[path])
		}
	})
}

// walker visits all named types that can be reached from another.
type walker struct {
	seen  map[types.Type]bool
	named func(*types.TypeName)
}

func (w walker) pkg(p *types.Package) {
	for _, name := range p.Scope().Names() {
		w.typ(p.Scope().Lookup(name).Type())
	}
}

func (w walker) typ(t types.Type) {
	if t == nil || w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		w.named(t.Obj())
		w.typ(t.Rhs())
	case *types.Named:
		w.named(t.Obj())
		w.typ(t.Underlying())
		for m := range t.Methods() {
			w.typ(m.Type())
		}
		for a := range t.TypeArgs().Types() {
			w.typ(a)
		}
	case *types.Signature:
		w.typ(t.Params())
		w.typ(t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			w.typ(v.Type())
		}
	case *types.Struct:
		for f := range t.Fields() {
			w.typ(f.Type())
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			w.typ(m.Type())
		}
		for e := range t.EmbeddedTypes() {
			w.typ(e)
		}
	case *types.Map:
		w.typ(t.Key())
		w.typ(t.Elem())
	case interface{ Elem() types.Type }:
		w.typ(t.Elem())
	}
}

func TestConstantsAreThisPlatforms(t *testing.T) {
	tests := []struct {
		path, name string
		want       constant.Value
	}{
		{"runtime", "GOOS", constant.MakeString(runtime.GOOS)},
		{"runtime", "GOARCH", constant.MakeString(runtime.GOARCH)},
		{"os", "PathSeparator", constant.MakeInt64(os.PathSeparator)},
		{"os", "DevNull", constant.MakeString(os.DevNull)},
		{"os", "O_APPEND", constant.MakeInt64(int64(os.O_APPEND))},
		{"math/bits", "UintSize", constant.MakeInt64(32 << (^uint(0) >> 63))},
	}
	if platform() != runtime.GOOS+"/"+runtime.GOARCH {
		t.Skip("another platform's stand in")
	}
	d := Importer()
	for _, tt := range tests {
		p, err := d.Import(tt.path)
		if err != nil {
			t.Fatal(err)
		}
		c, ok := p.Scope().Lookup(tt.name).(*types.Const)
		if !ok || !constant.Compare(c.Val(), token.EQL, tt.want) {
			t.Errorf("%s.%s = %v, want %v", tt.path, tt.name, c, tt.want)
		}
	}
}

// TestProgramsTypeCheck: what a program does with several packages together
// holds with types read one package at a time.
func TestProgramsTypeCheck(t *testing.T) {
	const program = `package main
import (
	"bufio"; "cmp"; "context"; "errors"; "fmt"; "io"; "io/fs"; "iter"; "maps"; "net/http"; "os"; "slices"; "sort"; "strings"; "sync/atomic"; "time"
	"gonum.org/v1/gonum/mat"; "gonum.org/v1/plot"; "gonum.org/v1/plot/plotter"; "gorgonia.org/gorgonia"; "gorgonia.org/tensor"
)
type byAge []int
func (b byAge) Len() int { return len(b) }
func (b byAge) Less(i, j int) bool { return b[i] < b[j] }
func (b byAge) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
var _ sort.Interface = byAge(nil)
var _ io.ReadWriter = bufio.NewReadWriter(bufio.NewReader(strings.NewReader("")), bufio.NewWriter(os.Stdout))
var _ http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, r.URL.Path, r.Context().(context.Context)) })
var _ fs.FileInfo = os.FileInfo(nil)
var _ error = &fs.PathError{}
var _ mat.Matrix = mat.NewDense(1, 1, nil)
var _ plot.Plotter = (*plotter.Line)(nil)
var _ gorgonia.Value = tensor.New(tensor.WithShape(1), tensor.Of(tensor.Float64))
var p atomic.Pointer[byAge]
var seq iter.Seq[string] = maps.Keys(map[string]int{})
func main() {
	xs := slices.SortedFunc(seq, cmp.Compare[string])
	e, ok := errors.AsType[*fs.PathError](error(nil))
	d := 3 * time.Second
	http.DefaultClient.Timeout = d
	_, _, _, _ = xs, e, ok, p.Load().Len()
}`
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "main.go", program, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: Importer(), Error: func(err error) { t.Error(err) }}
	_, _ = conf.Check("main", fset, []*ast.File{f}, nil)
}

// TestSizes holds what lies in the repository to a size that a clone bears.
func TestSizes(t *testing.T) {
	for name, sizes := range map[string][2]int{
		"type data":     {len(typeArchive), 1700 << 10},
		"documentation": {len(docArchive), 900 << 10},
		"members":       {len(memberData), 100 << 10},
	} {
		if got, most := sizes[0], sizes[1]; got > most {
			t.Errorf("%s: %d bytes, want at most %d", name, got, most)
		}
	}
}

func BenchmarkImport(b *testing.B) {
	for _, path := range []string{"fmt", "net/http", "gorgonia.org/gorgonia"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if _, err := Importer().Import(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("everything", func(b *testing.B) {
		for b.Loop() {
			d := Importer()
			for _, path := range d.Paths() {
				if _, err := d.Import(path); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
