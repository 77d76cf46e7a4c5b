package lower_test

import (
	"bytes"
	"flag"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/check"
	"github.com/unravel-go/unravel/kernel/interpreter/lower"
	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
	"github.com/unravel-go/unravel/kernel/symbols"
)

var update = flag.Bool("update", false, "write what is lowered into the files")

// packages are the compiled packages by import path.
type packages map[string]map[string]reflect.Value

func (p packages) Member(path, name string) (reflect.Value, bool) {
	v, ok := p[path][name]
	return v, ok
}

func (p packages) Type(path, name string) reflect.Type {
	if v, ok := p[path][name]; ok {
		return v.Type().Elem()
	}
	return nil
}

func compiled() packages {
	p := packages{}
	for key, members := range symbols.Packages() {
		p[filepath.Dir(key)] = members
	}
	return p
}

// lowering lowers cells one after another, as a session does.
type lowering struct {
	world   *check.World
	lowerer *lower.Lowerer
	count   int
}

// newLowering returns one that marks statements, or leaves marks out, which
// would hide what else there is to see.
func newLowering(marks bool) *lowering {
	imp := symbols.Importer()
	o := lower.Options{
		Types: box.NewRegistry(symbols.Wrappers()), Compiled: compiled(), Overlay: overlay.New(imp, token.NewFileSet()),
		Wanted: func(string) bool { return false },
	}
	if marks {
		set := strand.NewSet(strand.Options{})
		o.Mark = func(fset *token.FileSet, pos, lo, hi token.Pos) int {
			return set.Marks.Add(strand.Mark{Fset: fset, Pos: pos, Lo: lo, Hi: hi})
		}
		o.Watch, o.Note = set.Watch, set.Marks.Note
	}
	return &lowering{world: check.NewWorld(check.Options{Importer: imp, Names: symbols.Preload()}), lowerer: lower.New(o)}
}

func (l *lowering) cell(t *testing.T, code string) string {
	t.Helper()
	l.count++
	c, errs := l.world.Check(l.count, code)
	for _, e := range errs {
		t.Fatal(e)
	}
	var b strings.Builder
	for _, s := range c.Segments {
		out, err := l.lowerer.Lower(&lower.Input{
			Fset: s.Fset, Pkg: s.Pkg, Info: s.Info, Funcs: s.Funcs, Vars: s.Vars, Reset: s.Reset, Inits: s.Inits,
			Stmts: s.Stmts, Result: s.Result, Forward: s.Forward, Global: s.Global, TypeKey: s.TypeKey, Body: s.Body,
		})
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(out.Decls + "---\n" + out.Body)
	}
	l.world.Commit(c, len(c.Segments))
	return b.String()
}

// TestLower compares what becomes of cells with what the files in testdata
// show: In[1], In[2], …, each followed by its declarations and statements.
func TestLower(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			want, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := &txtar.Archive{Comment: want.Comment}
			marks := strings.HasSuffix(t.Name(), "/accesses")
			if marks && !strand.MayNote {
				t.Skip("marks are calls under the race detector")
			}
			l := newLowering(marks)
			for _, f := range want.Files {
				if number, ok := strings.CutPrefix(f.Name, "In["); ok {
					out := l.cell(t, string(f.Data))
					got.Files = append(got.Files, f, txtar.File{Name: "Lowered[" + number, Data: []byte(out)})
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if a, b := txtar.Format(want), txtar.Format(got); !bytes.Equal(a, b) {
				t.Error(cmp.Diff(string(a), string(b)))
			}
		})
	}
}
