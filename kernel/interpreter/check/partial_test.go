package check

import (
	"go/types"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestPartial: what stands at the cursor, which is written as | in the code.
func TestPartial(t *testing.T) {
	n := newNotebook(t)
	n.ok("import str \"strings\"\n// Point is a place.\ntype Point struct{ X, Y int }\n// Len is how far.\nfunc (p Point) Len() int { return 0 }\np := &Point{1, 2}\n// twice doubles.\nfunc twice(a int) int { return 2 * a }")
	n.ok("type T struct{ A int }\nvar old T")
	n.ok("type T struct{ A, B int }")
	s := n.Snapshot()
	tests := []struct{ name, code, selects, scope string }{
		{"a value of an earlier cell", "p.|", "*Point", ""},
		{"a prefix", "p.Le|", "*Point", ""},
		{"a package", "str.|", "package strings", ""},
		{"a package without import", "fmt.Pr|", "package fmt", ""},
		{"in a call", "twice(p.|)", "*Point", ""},
		{"with more behind", "p.|\ny := 1\nfmt.Println(y)", "*Point", ""},
		{"with a broken rest", "x := p\nx.|\nfor {", "*Point", ""},
		{"in an open block", "for i := range 3 {\n\tq := *p\n\tq.|", "Point", "i q p"},
		{"in an open function", "func f(a string, b Point) {\n\tif a == \"\" {\n\t\tb.|", "Point", "a b"},
		{"in a function literal", "h := func(z Point) int { return z.| }", "Point", "z"},
		{"a type", "Point.|", "type Point", ""},
		{"a call", "str.NewReader(\"a\").|", "*strings.Reader", ""},
		{"an element", "ps := []Point{}\nps[0].|", "Point", "ps"},
		{"a variable of the cell", "v := Point{}\nw := v\nw.X|", "Point", "v w"},
		{"an old type", "old.|", "T of In[2]", ""},
		{"after an error", "nope()\nx := 1 + \"a\"\np.|", "*Point", ""},
		{"no selector", "twi|", "", "twice Point str"},
		{"a condition", "if p.|", "*Point", ""},
		{"a range", "for _, x := range p.|", "*Point", ""},
		{"a deferred call", "defer p.|", "*Point", ""},
		{"behind a syntax error", "x := )\np.|", "*Point", ""},
		{"a literal", "Point{1, 2}.|", "Point", ""},
		{"an argument on a later line", "twice(\n\tp.|\n)", "*Point", ""},
		{"unknown", "nope.|", "", ""},
		{"a type that the cell declares", "type Mine struct{ A int }\nfunc (m Mine) Foo() { m.| }", "Mine", "m Mine"},
		{"a type parameter", "func g[E Point](e E) { e.| }", "E", "e"},
		{"a case", "switch p.|", "*Point", ""},
		{"a struct field type", "type Q struct { a str.| }", "package strings", ""},
		{"a selector within a chain", "p.X|.foo", "*Point", ""},
		{"between statements", "a := 1\n|\nb := 2", "", "a"},
		{"in a comment", "a := 1 // p.|", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			code, rest, _ := strings.Cut(test.code, "|")
			p := s.Partial(7, code+rest, len(code))
			s.Do(func() {
				got := ""
				switch {
				case p.Package != nil:
					got = "package " + p.Package.Path()
				case p.Type != nil:
					got = types.TypeString(p.Type, types.RelativeTo(p.Pkg))
					if p.IsType {
						got = "type " + got
					}
				}
				if got != test.selects {
					t.Errorf("selects from %q, want %q", got, test.selects)
				}
				var names []string
				for _, v := range p.Scope() {
					names = append(names, v.Name)
				}
				for _, want := range strings.Fields(test.scope) {
					if !slices.Contains(names, want) {
						t.Errorf("%s is not in scope: %v", want, names)
					}
				}
				if slices.Contains(names, "_") || strings.Contains(strings.Join(names, ","), " ") {
					t.Errorf("scope: %q", names)
				}
			})
		})
	}
}

func TestSnapshot(t *testing.T) {
	n := newNotebook(t)
	n.ok("import str \"strings\"\n// Point is a place.\n//\n// In the plane.\ntype Point struct{ X, Y int }\n// Len is how far.\nfunc (p Point) Len() int { return 0 }\np := &Point{1, 2}\nconst k = 2.5\n/* twice doubles. */\nfunc twice(a int) int { return 2 * a }")
	s := n.Snapshot()
	n.ok("p := 1; q := 2; _ = q")
	n.ok("type Point int")
	for _, want := range []Named{
		{"Point", "type", "struct{X, Y int}", "", 1, "type Point struct{ X, Y int }", "Point is a place.\n\nIn the plane."},
		{"p", "var", "*Point", "", 1, "p := &Point{1, 2}", ""},
		{"k", "const", "untyped float", "2.5", 1, "const k = 2.5", ""},
		{"str", "package", "strings", "", 1, "import str \"strings\"", ""},
		{"twice", "func", "func(a int) int", "", 1, "func twice(a int) int { return 2 * a }", "twice doubles."},
	} {
		if got, ok := s.Lookup(want.Name); !ok || got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if m, ok := s.Method("Point", "Len"); !ok || m.Doc != "Len is how far." || m.Type != "func() int" {
		t.Errorf("method: %+v", m)
	}
	if _, ok := s.Lookup("q"); ok {
		t.Error("a snapshot knows of a later cell")
	}
	if path, ok := s.Import("str"); !ok || path != "strings" {
		t.Error("str imports", path)
	}
	if path, ok := s.Import("fmt"); !ok || path != "fmt" {
		t.Error("fmt imports", path)
	}
	now := n.Snapshot()
	if got, _ := now.Lookup("p"); got.Type != "int" || got.Cell != 2 {
		t.Errorf("p is %+v", got)
	}
}

// TestTogether: cells, snapshots and partial cells may come from any goroutine.
func TestTogether(t *testing.T) {
	n := newNotebook(t)
	n.ok("type T struct{ A int }\nt := T{}")
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for k := range 20 {
				c, errs := n.Check(i*100+k, "x := t.A\nfunc f() int { return x }\nf()")
				if len(errs) > 0 {
					t.Error(errs[0])
					return
				}
				n.Commit(c, len(c.Segments))
				s := n.Snapshot()
				p := s.Partial(1, "t.", 2)
				if p.Type == nil {
					t.Error("t has no type")
				}
				s.Names()
			}
		})
	}
	wg.Wait()
}
