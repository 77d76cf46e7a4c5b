package magic

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// TestComplete: the bar is where the cursor stands.
func TestComplete(t *testing.T) {
	n := newNotebook(t)
	n.run("counter := 1")
	if err := os.MkdirAll("a b/inner", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("analysis.go", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("UNRAVEL_COMPLETE", "1")
	tests := []struct {
		code string
		want string // among the matches
		text string // that it replaces
	}{
		{"%ti|", "%timeit", "%ti"},
		{"%|", "%cd", "%"},
		{"%%wr|", "%%writefile", "%%wr"},
		{"x := 1\n  %wh|\n", "%whos", "%wh"},
		{"%time?|", "%time", "%time"},
		{"?%ti|", "%timeit", "%ti"},
		{"?coun|", "counter", "coun"},
		{"%time coun|", "counter", "coun"},
		{"%timeit -n 3 coun|", "counter", "coun"},
		{"%%time\n%pwd\ncoun|", "counter", "coun"},
		{"%pwd\ncoun|\n%pwd", "counter", "coun"},
		{"%cd a|", `a\ b/`, "a"},
		{`%cd a\ b/|`, `a\ b/inner/`, `a\ b/`},
		{"%load ana|", "analysis.go", "ana"},
		{"%run ana|", "analysis.go", "ana"},
		{"!cat ana|", "analysis.go", "ana"},
		{"%env UNRAVEL_C|", "UNRAVEL_COMPLETE", "UNRAVEL_C"},
		{"%who con|", "const", "con"},
	}
	for _, tt := range tests {
		cursor := strings.Index(tt.code, "|")
		code := tt.code[:cursor] + tt.code[cursor+1:]
		c := n.Complete(code, cursor)
		found := slices.ContainsFunc(c.Matches, func(m interpreter.Match) bool { return m.Text == tt.want })
		if !found || code[c.Start:c.End] != tt.text {
			t.Errorf("%q: got %v for %q, want %q for %q", tt.code, c.Matches, code[c.Start:c.End], tt.want, tt.text)
		}
	}
	if c := n.Complete("%cd ana", 7); len(c.Matches) > 0 {
		t.Errorf("%%cd offers %v, want folders alone", c.Matches)
	}
	if m := n.Complete("%ti", 3).Matches[0]; m.Kind != magicKind || m.Signature == "" {
		t.Errorf("the match is %+v, want a magic and its help", m)
	}
}

func TestInspect(t *testing.T) {
	n := newNotebook(t)
	n.run("// Counts.\nvar counter = 41")
	tests := []struct{ code, want string }{
		{"%ti|me f()", "%time STATEMENT"},
		{"%time count|er", "= 41"},
		{"%pwd\ncount|er", "= 41"},
		{"?count|er", "= 41"},
		{"!count|er x", ""},
	}
	for _, tt := range tests {
		cursor := strings.Index(tt.code, "|")
		b, ok := n.Inspect(tt.code[:cursor]+tt.code[cursor+1:], cursor, 0)
		text, _ := b["text/plain"].(string)
		if want := strings.TrimPrefix(tt.want, "= "); ok != (tt.want != "") || !strings.Contains(text, want) {
			t.Errorf("%q: got %q, want %q in it", tt.code, text, want)
		}
	}
}

func TestIsComplete(t *testing.T) {
	n := newNotebook(t)
	tests := []struct{ code, want string }{
		{"%time f()", "complete"},
		{"?name", "complete"},
		{"name?", "complete"},
		{"!ls", "complete"},
		{"!ls \\", "incomplete"},
		{"%%bash\nls", "incomplete"},
		{"%%bash\nls\n", "incomplete"},
		{"%%bash\nls\n\n", "complete"},
		{"%pwd\nfor {", "incomplete"},
		{"%pwd\nx)", "invalid"},
		{"for {", "incomplete"},
	}
	for _, tt := range tests {
		if got := n.IsComplete(tt.code).Status; got != tt.want {
			t.Errorf("%q is %s, want %s", tt.code, got, tt.want)
		}
	}
}
