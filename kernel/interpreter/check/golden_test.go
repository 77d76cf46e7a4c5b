package check

import (
	"flag"
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the cells of testdata give into their files")

// TestCells runs the notebooks of testdata. Each file is a txtar archive of
// cells, "In", each followed by what check makes of it, "Out".
func TestCells(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no notebooks in testdata", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(t, txtar.Parse(data))
			if *update {
				if err := os.WriteFile(name, txtar.Format(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want := txtar.Parse(data)
			for i, f := range got.Files {
				if i >= len(want.Files) || string(want.Files[i].Data) != string(f.Data) {
					t.Errorf("file %d:\n%s\ngives\n%s\nwant\n%s", i, got.Files[max(i-1, 0)].Data, f.Data, wanted(want, i))
				}
			}
		})
	}
}

func wanted(a *txtar.Archive, i int) string {
	if i < len(a.Files) {
		return string(a.Files[i].Data)
	}
	return "nothing"
}

// replay runs the cells of an archive and returns it with their outcome. A file
// named "new notebook" starts again.
func replay(t *testing.T, a *txtar.Archive) *txtar.Archive {
	out := &txtar.Archive{Comment: a.Comment}
	n := newNotebook(t)
	for _, f := range a.Files {
		switch f.Name {
		case "In", "new notebook":
			if f.Name == "new notebook" {
				n = newNotebook(t)
			}
			code := strings.TrimSuffix(string(f.Data), "\n")
			c, errs := n.run(code)
			out.Files = append(out.Files, f, txtar.File{Name: "Out", Data: []byte(describe(n.n, c, errs))})
		}
	}
	return out
}

// describe tells what a cell is.
func describe(number int, c *Cell, errs []*Error) string {
	var b strings.Builder
	for _, e := range errs {
		fmt.Fprintln(&b, e)
	}
	if len(errs) > 0 {
		return b.String()
	}
	for i, s := range c.Segments {
		if i > 0 {
			fmt.Fprintln(&b, "then")
		}
		segment(&b, c, s)
	}
	for _, n := range c.Notices {
		fmt.Fprintln(&b, "note:", n)
	}
	return b.String()
}

func segment(b *strings.Builder, c *Cell, s *Segment) {
	global := func(obj types.Object) string {
		name, ok := s.Global(obj)
		if !ok {
			return "?" + obj.Name()
		}
		return name
	}
	local := func(*types.Package) string { return "" }
	for _, f := range s.Funcs {
		obj := s.Info.Defs[f.Name]
		fmt.Fprintf(b, "func %s: %s\n", global(obj), types.TypeString(obj.Type(), local))
	}
	for _, f := range s.Forward {
		fmt.Fprintf(b, "forward %s to %s\n", f[0], f[1])
	}
	for _, v := range s.Vars {
		fmt.Fprintf(b, "var %s %s\n", global(v), types.TypeString(v.Type(), local))
	}
	for _, v := range s.Reset {
		fmt.Fprintf(b, "reset %s %s\n", global(v), types.TypeString(v.Type(), local))
	}
	for _, i := range s.Inits {
		var names []string
		for _, v := range i.Lhs {
			names = append(names, global(v))
		}
		fmt.Fprintf(b, "init %s = %s\n", strings.Join(names, ", "), types.ExprString(i.Rhs))
	}
	for _, st := range s.Stmts {
		fmt.Fprintf(b, "do %s\n", oneLine(s, c, st))
	}
	if s.Result != nil {
		fmt.Fprintf(b, "show %s: %s\n", oneLine(s, c, s.Result), types.TypeString(s.Info.TypeOf(s.Result), local))
	}
}

func oneLine(s *Segment, c *Cell, n ast.Node) string {
	from, to := s.Fset.Position(n.Pos()), s.Fset.Position(n.End())
	if from.Filename != fmt.Sprintf("In[%d]", c.Number) {
		return "from " + from.Filename
	}
	if call, ok := n.(*ast.ExprStmt); ok && from.Offset == to.Offset {
		return types.ExprString(call.X)
	}
	return strings.ReplaceAll(c.Code[from.Offset:min(max(to.Offset, from.Offset), len(c.Code))], "\n", "⏎")
}
