package check

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lines to make notebooks of: all declare or use the same few names, in ways
// that fit together or do not.
var lines = []string{
	"x := 1", "x := \"a\"", "x = 2", "var x float64", "const x = 3", "x++", "x",
	"func f() int { return 1 }", "func f() int { return x }", "func f(a T) T { return a }", "func f() { f2() }", "f()", "f(t)", "f := func() int { return 2 }",
	"func f2() { fmt.Println(x, f()) }", "func f2() any { return t }", "f2()",
	"type T struct{ A int }", "type T struct{ A, B int }", "type T int", "type T = string", "type T[P any] struct{ p P }", "type T interface{ M() int }",
	"func (t T) M() int { return 1 }", "func (t T) M() string { return \"\" }", "func (t *T) P() { t.A++ }", "func (t T) N() int { return t.M() }",
	"t := T{A: 1}", "var t T", "t.M()", "t.A", "type U struct{ T }", "type U []T", "u := U{}", "u.M()", "u.T", "func (u U) M() float64 { return 1 }", "func g[P any](p P) int { return f() }", "g(1)", "g(t)",
	"import \"strings\"", "import x \"strings\"", "import f \"math\"", "strings := 3", "strings.ToUpper(\"a\")", "undefined()", "x := nope", "import . \"strings\"", "ToUpper(\"a\")",
	"for i := range 3 { println(i) }", "h := func() U { return U{} }", "h()", "s := []T{}", "s", "s[0].M()", "const c T = 1", "const c = 1", "c", "var a [c]T", "a", "ctx",
}

func drawCell(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(lines), 1, 5).Draw(t, "cell"), "\n")
}

// state writes all that a world holds, but for the counters of emitted names.
func state(w *World) string {
	var b strings.Builder
	for _, n := range w.Snapshot().Names() {
		e := w.table.entries[w.table.names[n.Name]]
		fmt.Fprintln(&b, n.Name, n.Kind, n.Type, n.Cell, e.key, e.emitted, e.sig, e.stale, e.methods)
	}
	fmt.Fprintln(&b, len(w.table.entries), w.table.dots, w.table.stale)
	return b.String()
}

// TestFailedCellChangesNothing: whatever came before, a cell with errors leaves
// the world as it was, and so does a cell that is checked and never committed.
func TestFailedCellChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := &notebook{World: newTestWorld()}
		for range rapid.IntRange(1, 12).Draw(t, "cells") {
			before := state(n.World)
			code := drawCell(t)
			n.n++
			c, errs := n.Check(n.n, code)
			if after := state(n.World); after != before {
				t.Fatalf("checking\n%s\nchanges\n%s\ninto\n%s", code, before, after)
			}
			again, errs2 := n.Check(n.n, code)
			if !reflect.DeepEqual(errs, errs2) {
				t.Fatalf("the same cell gives %v, then %v", errs, errs2)
			}
			for _, e := range errs {
				if e.Offset < 0 || e.Offset > len(code) || strings.Contains(e.Msg, "failed") || strings.Contains(e.Msg, "__") {
					t.Fatalf("%s\n%v", code, e)
				}
			}
			if errs == nil {
				if len(c.Segments) != len(again.Segments) {
					t.Fatalf("the same cell has %d segments, then %d", len(c.Segments), len(again.Segments))
				}
				k := rapid.IntRange(0, len(c.Segments)).Draw(t, "ran")
				n.Commit(c, k)
				n.Commit(c, k) // again is nothing
				wellFormed(t, n.World, c)
			}
		}
	})
}

// wellFormed: what is emitted has a name, no two things have the same, and all
// that the world mentions is there.
func wellFormed(t *rapid.T, w *World, c *Cell) {
	for _, s := range c.Segments {
		names := map[string]bool{}
		for _, f := range s.Funcs {
			name, ok := s.Global(s.Info.Defs[f.Name])
			if !ok || names[name] || f.Body == nil {
				t.Fatalf("function %s is emitted as %q", f.Name.Name, name)
			}
			names[name] = true
		}
		for _, v := range s.Vars {
			name, ok := s.Global(v)
			if !ok || names[name] {
				t.Fatalf("variable %s is emitted as %q", v.Name(), name)
			}
			names[name] = true
		}
		for _, p := range s.Forward {
			if p[0] == p[1] || !names[p[1]] {
				t.Fatalf("forward %v", p)
			}
		}
	}
	for key, e := range w.table.entries {
		for _, list := range [][]use{e.refs, e.inner} {
			for _, u := range list {
				if strings.Contains(u.key, " ") {
					continue
				}
				if w.table.entries[u.key] == nil {
					t.Fatalf("%s uses %s (%s), which is not there", key, u.name, u.key)
				}
			}
		}
		for _, m := range e.methods {
			if w.table.entries[m] == nil {
				t.Fatalf("method %s of %s is not there", m, key)
			}
		}
	}
}

// TestWorldIsReachable: each name that cells declared can be mentioned by the
// next cell, without an error from inside the world.
func TestWorldIsReachable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := &notebook{World: newTestWorld()}
		for range rapid.IntRange(1, 12).Draw(t, "cells") {
			n.run(drawCell(t))
		}
		for _, name := range n.Snapshot().Names() {
			code := "_ = " + name.Name
			switch {
			case name.Kind == "type" && !strings.Contains(name.Source, "T[P any]"):
				code = "var _ " + name.Name
			case name.Kind == "type":
				code = "var _ " + name.Name + "[int]"
			case name.Kind == "package":
				continue
			case strings.Contains(name.Source, "g[P any]"):
				code = "_ = g[int]"
				if _, errs := n.run(code); len(errs) == 0 || strings.Contains(errs[0].Msg, "no longer compiles") {
					continue
				}
			}
			if _, errs := n.run(code); len(errs) > 0 && !strings.Contains(errs[0].Msg, "generic type") {
				t.Fatalf("%s (%s %s): %v", code, name.Kind, name.Type, errs[0])
			}
		}
	})
}

func FuzzCheck(f *testing.F) {
	for i, l := range lines {
		f.Add(l, lines[(i*7+3)%len(lines)], 3)
	}
	f.Fuzz(func(t *testing.T, first, second string, cursor int) {
		n := &notebook{World: newTestWorld(), t: t}
		for _, code := range []string{first, second, second + "\n" + first} {
			_, errs := n.run(code)
			for _, e := range errs {
				if e.Offset < 0 || e.Offset > len(code) || strings.Contains(e.Msg, "failed") {
					t.Fatalf("%q: %v", code, e)
				}
			}
			p := n.Snapshot().Partial(n.n, code, cursor)
			p.Scope()
		}
	})
}
