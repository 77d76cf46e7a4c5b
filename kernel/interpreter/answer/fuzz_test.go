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
		default:
			t.Fatalf("%q: %q", code, c.Status)
		}
		if c.Status != "incomplete" && c.Indent != "" || strings.Trim(c.Indent, "\t") != "" {
			t.Fatalf("%q: indent %q", code, c.Indent)
		}
	})
}
