package interpreter

import (
	"go/scanner"
	"go/token"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tokens lists the tokens of code, without semicolons at the top level, which
// separate chunks.
func tokens(code string) (list []string) {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), func(token.Position, string) {}, 0)
	for {
		_, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return list
		case token.SEMICOLON:
		default:
			list = append(list, tok.String()+lit)
		}
	}
}

// checkSplit: chunks lie in order and hold every token of the code between
// them, so that they leave out only blanks, comments and semicolons.
func checkSplit(t interface{ Fatalf(string, ...any) }, code string) {
	chunks, _ := split(code)
	at := 0
	var got []string
	for _, c := range chunks {
		if c.lo < at || c.hi < c.lo || c.hi > len(code) {
			t.Fatalf("%q: chunk [%d, %d) after %d", code, c.lo, c.hi, at)
		}
		got = append(got, tokens(code[c.lo:c.hi])...)
		at = c.hi
	}
	if want := tokens(code); !slices.Equal(got, want) {
		t.Fatalf("%q: chunks hold %q, want %q", code, got, want)
	}
}

// pieces of Go, right and wrong, to make cells of.
var pieces = []string{
	"x := 1", "\n", ";", "; ", "{", "}", "(", ")", "[", "]", "for i := 0; i < 3; i++ {", "if x := f(); x {", "else", "func f() {", "func", "switch {", "case 1:",
	"select {", "`raw\n;`", "\"str;\"", "'", "\"", "`", "// comment ; {\n", "/* a\n; */", "/*", "import \"fmt\"", "type T struct {", "var (", "go func() {}()", "x", ".", ",", "+", "é", "\x00", "label:", "\t", "\r\n",
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkSplit(t, strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), ""))
	})
}

func FuzzSplit(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + "\n" + p)
	}
	f.Fuzz(func(t *testing.T, code string) { checkSplit(t, code) })
}

// TestParseNeverPanics: whatever a cell holds, it is items or problems, and
// problems stand inside the code.
func TestParseNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), " ")
		items, problems := parse(&source{1, code})
		for _, p := range problems {
			if p.off < 0 || p.off > len(code) {
				t.Fatalf("%q: problem at %d", code, p.off)
			}
			place{&source{1, code}, p.off}.excerpt()
		}
		for _, it := range items {
			bind(it)
		}
	})
}

func TestIsComplete(t *testing.T) {
	tests := []struct{ name, code, status, indent string }{
		{"nothing", "", "complete", ""},
		{"an expression", "1 + 1", "complete", ""},
		{"an open block", "if x {", "incomplete", "\t"},
		{"two open brackets", "func f() {\n\tg(", "incomplete", "\t\t"},
		{"an operator at the end", "x := 1 +", "incomplete", ""},
		{"a definition without a value", "x :=", "incomplete", ""},
		{"a function without a body", "func f() int", "incomplete", ""},
		{"an open raw string", "s := `a\nb", "incomplete", ""},
		{"an open comment", "x := 1 /* and", "incomplete", ""},
		{"an open string", `s := "a`, "invalid", ""},
		{"a stray bracket", "x := 1 )\n", "invalid", ""},
		{"an error before the end", "x := := 1\ny := 2", "invalid", ""},
		{"a whole function", "func f() int {\n\treturn 1\n}\n", "complete", ""},
		{"a for header", "for i := 0; i < 3;", "incomplete", ""},
	}
	s := newSession(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.IsComplete(tt.code); got != (Completeness{tt.status, tt.indent}) {
				t.Errorf("%q: got %+v, want %s with indent %q", tt.code, got, tt.status, tt.indent)
			}
		})
	}
}
