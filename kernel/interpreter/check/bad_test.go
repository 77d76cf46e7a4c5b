package check

import (
	"fmt"
	"strings"
	"testing"
)

// TestBadInput: whatever a cell holds, the answer is errors at places in it,
// and the world goes on.
func TestBadInput(t *testing.T) {
	deep := 100_000
	nest := func(open, mid, shut string) string {
		return strings.Repeat(open, deep) + mid + strings.Repeat(shut, deep)
	}
	tests := []struct{ name, code, want string }{
		{"NUL", "x := 1\n\x00", "In[2]:2:1: illegal character NUL: this is no text"},
		{"binary text", "\x7fELF\x02\x01\xff\xfe", "In[2]:1:7: illegal UTF-8 encoding"},
		{"invalid UTF-8 in a string", "x := \"a\xff\"", "In[2]:1:8: illegal UTF-8 encoding"},
		{"a lonely replacement character is fine", "x := \"\ufffd\"", ""},
		{"10 MB of code", strings.Repeat("x++ // 456\n", 1<<20), "In[2]:349526:2: cell of more than 1048576 words and signs"},
		{"10 MB of brackets", strings.Repeat("(", 10<<20), "In[2]:1:1048577: cell of more than 1048576 words and signs"},
		{"10 MB of text", "x := `" + strings.Repeat("a", 10<<20) + "`", ""},
		{"parentheses", "x := " + nest("(", "1", ")"), "In[2]:1:506: nested too deeply: more than 500 open brackets"},
		{"blocks", nest("{", "", "}"), "In[2]:1:501: nested too deeply: more than 500 open brackets"},
		{"slices of slices", "var x " + nest("[]", "int", ""), "exceeded max nesting depth"},
		{"pointers", "var x " + nest("*", "int", ""), "exceeded max nesting depth"},
		{"nots", "x := " + nest("!", "true", ""), "exceeded max nesting depth"},
		{"sums", "x := 1" + nest("+1", "", ""), "exceeded max nesting depth"},
		{"selectors", "x" + nest(".x", "", ""), "exceeded max nesting depth"},
		{"calls", "f" + nest("()", "", ""), "exceeded max nesting depth"},
		{"ifs", nest("if true {} else ", "{}", ""), "exceeded max nesting depth"},
		{"labels", nest("l:\n", "x", ""), "exceeded max nesting depth"},
		{"functions", "x := " + nest("func() func() int { return ", "1", "}"), "nested too deeply: more than 500"},
		{"channels", "var x " + nest("chan ", "int", ""), "exceeded max nesting depth"},
		{"definitions", strings.Repeat("x := 1\n", 5000), "too many definitions of the same names in one cell"},
		{"a byte order mark", "\ufeffx := 1", ""},
		{"a carriage return", "x := 1\r\ny := 2\r\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := newNotebook(t)
			n.ok("before := 1")
			_, errs := n.run(test.code)
			if test.want == "" {
				if len(errs) > 0 {
					t.Errorf("got %v, want no error", errs[0])
				}
			} else if len(errs) == 0 {
				t.Error("no error")
			} else if !strings.Contains(errs[0].Error(), test.want) {
				t.Errorf("got %.200s, want %s", errs[0], test.want)
			}
			for _, e := range errs {
				if e.Offset < 0 || e.Offset > len(test.code) || e.Line < 1 || e.Col < 1 {
					t.Errorf("error outside of the cell: %+v", e)
				}
			}
			n.ok("before++")
			for cursor := range min(len(test.code), 3) {
				n.Snapshot().Partial(9, test.code, cursor)
			}
		})
	}
}

// TestLongCells: what is long but not deep is no trouble.
func TestLongCells(t *testing.T) {
	n := newNotebook(t)
	n.ok("x := []int{" + strings.Repeat("1, ", 100_000) + "}")
	n.ok("y := " + strings.Repeat("1 + ", 2000) + "1")
	n.ok("s := " + strings.Repeat(`"a" + `, 2000) + `"b"`)
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "func f%d() int { return f%d() }\nv%d := f%d()\n", i, (i+1)%3000, i, i)
	}
	n.ok(b.String())
}
