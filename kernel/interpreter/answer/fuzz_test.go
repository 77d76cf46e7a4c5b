package answer

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds are codes that look like trouble.
func seeds(f *testing.F) {
	for _, code := range []string{
		"", "x.", "fmt.Println(q.", "func f() {\n\tp.", "é := 1; é", "\xff\xfe.x", "\x00", "`", "/*", `import "`, `"\`, "'",
		strings.Repeat("(", 2000), strings.Repeat("func(){", 300), strings.Repeat("[]", 3000), "type T struct { T }; var t T; t.",
		"type T[P any] struct { T[T[P]] }; T[int]{}.", "goto ", "Point{X: ", "for i := range ", "#!x\ny.", "a.b.c.d.e.f", "x := x.", "func (p *Point) ", "package main\nfunc main() { os.",
		"switch x := q.(type) { case ", "select { case <-", "func f[T ", "1e", "0x_", "...", "[...]int{", "//", "\ufeffx.", "type A = A; A.", "var v = v.w; v.", "const c = c + iota; c", "a := [len(a)]int{}; a.",
		"\r\nx.\r\n", "type I interface { I; J }; type J interface { I }; var i I; i.", "import . \"math\"\nS", "%%%", "q.)", "]}) x.", "func f() { return ",
	} {
		for _, at := range []int{-5, 0, len(code) / 2, len(code), 1 << 40} {
			f.Add(code, at)
		}
	}
}

func FuzzComplete(f *testing.F) {
	a := newAnswerer(f)
	seeds(f)
	f.Fuzz(func(t *testing.T, code string, at int) {
		c := a.complete(code, clamp(code, at))
		if c.Start < 0 || c.Start > c.End || c.End > len(code) {
			t.Fatalf("%q at %d: replaces [%d, %d) of %d bytes", code, at, c.Start, c.End, len(code))
		}
		if at = clamp(code, at); c.Start > at || at > c.End {
			t.Fatalf("%q at %d: replaces [%d, %d)", code, at, c.Start, c.End)
		}
		if utf8.ValidString(code) && (!utf8.ValidString(code[:c.Start]) || !utf8.ValidString(code[:c.End])) {
			t.Fatalf("%q at %d: [%d, %d) cuts a character", code, at, c.Start, c.End)
		}
		for _, m := range c.Matches {
			if m.Text == "" || m.Kind == "" || !utf8.ValidString(m.Text+m.Signature) {
				t.Fatalf("%q at %d: match %+v", code, at, m)
			}
		}
	})
}

func FuzzInspect(f *testing.F) {
	a := newAnswerer(f)
	seeds(f)
	f.Fuzz(func(t *testing.T, code string, at int) {
		for detail := range 2 {
			d, ok := a.inspect(code, at, detail)
			if ok && d.code == "" {
				t.Fatalf("%q at %d: no declaration", code, at)
			}
			if text, _ := d.bundle()["text/plain"].(string); ok && utf8.ValidString(code) && !utf8.ValidString(text) {
				t.Fatalf("%q at %d: %q is no text", code, at, text)
			}
		}
	})
}

func FuzzIsComplete(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, code string, _ int) {
		c := isComplete(code)
		switch c.Status {
		case "complete", "incomplete", "invalid":
		case "unknown":
			if len(code) <= maxMend {
				t.Fatalf("%q: unknown", code)
			}
		default:
			t.Fatalf("%q: %q", code, c.Status)
		}
		if c.Status != "incomplete" && c.Indent != "" || strings.Trim(c.Indent, "\t") != "" {
			t.Fatalf("%q: indent %q", code, c.Indent)
		}
	})
}

// TestEveryCursor: a cell that is typed from its first letter to the last, and
// one in which the cursor walks, never ask too much.
func TestEveryCursor(t *testing.T) {
	a := newAnswerer(t)
	for _, code := range session {
		for at := range len(code) + 1 {
			for _, text := range []string{code[:at], code} {
				c := a.complete(text, clamp(text, at))
				if c.Start < 0 || c.Start > at || at > c.End && clamp(text, at) == at || c.End > len(text) {
					t.Fatalf("%q at %d: replaces [%d, %d)", text, at, c.Start, c.End)
				}
				a.inspect(text, at, 1)
			}
			isComplete(code[:at])
		}
	}
}

// TestLarge: what is too large to be checked while one types gets an answer
// all the same.
func TestLarge(t *testing.T) {
	a := newAnswerer(t)
	for _, code := range []string{strings.Repeat("x := 1\n", 200_000), strings.Repeat("{", 1<<20), strings.Repeat("a.", 1<<19)} {
		a.complete(code, len(code))
		a.inspect(code, len(code), 0)
		isComplete(code)
	}
	code := strings.Repeat("x := 1\n", 200_000) + "Squ"
	contains(t, texts(a.complete(code, len(code))), "Square", "")
}
