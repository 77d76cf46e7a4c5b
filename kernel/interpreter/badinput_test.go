package interpreter

import (
	"context"
	"strings"
	"testing"
	"time"
)

// TestBadInput: whatever a frontend sends gets an ordinary error at a position,
// and leaves everything as it was.
func TestBadInput(t *testing.T) {
	deep := strings.Repeat("(", 100_000)
	tests := []struct{ name, code string }{
		{"binary text", "\x7fELF\x02\x01\x01\x00\x00\xff\xfe\x80"},
		{"a NUL", "x := 1\x00"},
		{"invalid UTF-8", "s := \"\xff\xfe\""},
		{"ten megabytes", strings.Repeat("a := 1\n", 10<<20/7)},
		{"ten megabytes in one word", strings.Repeat("a", 10<<20)},
		{"deep parentheses", deep},
		{"deep closed parentheses", "_ = " + deep + "1" + strings.Repeat(")", 100_000)},
		{"deep blocks", strings.Repeat("{", 100_000)},
		{"deep types", "var v " + strings.Repeat("[]", 100_000) + "int"},
		{"deep pointers", "_ = " + strings.Repeat("*", 100_000) + "x"},
		{"deep negations", "_ = " + strings.Repeat("-", 100_000) + "1"},
		{"a long sum", "_ = 1" + strings.Repeat("+1", 100_000)},
		{"deep function literals", strings.Repeat("func() {", 10_000)},
		{"an open string", "s := \"abc"},
		{"an open comment", "/* abc"},
	}
	n := newNotebook(t)
	n.run("x := 42")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := n.run(tt.code)
			first, _, _ := strings.Cut(out, "\n")
			if tt.name != "a long sum" && !strings.Contains(first, "Error: In[") {
				t.Errorf("got %.200q, want an error with a position", out)
			}
			n.Complete(tt.code, len(tt.code)/2)
			n.Inspect(tt.code, len(tt.code)/2, 1)
			n.IsComplete(tt.code)
			if got := n.run("x"); got != "= 42\n" {
				t.Errorf("after it, x is %q", got)
			}
		})
	}
}

// FuzzSession feeds arbitrary text to all that takes any: nothing may panic or
// hang, and every offset must lie in the text.
func FuzzSession(f *testing.F) {
	for _, code := range []string{
		"x := 1\nx", "for i := range 3 { println(i) }", "type T[P any] struct{ v P }\nT[int]{1}", "func f() { defer f() }",
		"select {\ncase <-make(chan int):\n}", "var a [3]int; a[", "import \"fm", "switch x := any(1).(type) {", "1 +", "\x00", "goto l; l:",
		"func (t T) m", "`", "'", "strings.", "a.b.c(", "x, y = y, x", "go func() { panic(1) }()", "m := map[string]int{}; m[\"a\"]++",
	} {
		f.Add(code, len(code))
	}
	s, err := New(options())
	if err != nil {
		f.Fatal(err)
	}
	count := 0
	f.Fuzz(func(t *testing.T, code string, cursor int) {
		count++
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		s.Eval(ctx, Cell{Number: count, Code: code}, &tape{})
		c := s.Complete(code, cursor)
		if c.Start < 0 || c.Start > c.End || c.End > len(code) {
			t.Errorf("completion replaces [%d, %d) of %d bytes", c.Start, c.End, len(code))
		}
		s.Inspect(code, cursor, count%2)
		s.IsComplete(code)
	})
}

// TestHugeText: a text of many megabytes is a value like any other, and an error
// behind it quotes only what a person can read.
func TestHugeText(t *testing.T) {
	n := newNotebook(t)
	text := strings.Repeat("é", 4<<20)
	if got := n.run("huge := `" + text + "`; len(huge)"); got != "= 8388608\n" {
		t.Errorf("got %.200q", got)
	}
	if got := n.run("huge := `" + text + "`; return 1 +"); len(got) > 2000 || !strings.Contains(got, "…") {
		t.Errorf("an error of %d bytes: %.200q", len(got), got)
	}
}
