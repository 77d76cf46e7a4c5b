package traceback

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestExcerpt states what is shown around a place.
func TestExcerpt(t *testing.T) {
	tests := []struct {
		name           string
		code           string
		line, col, ctx int
		want           string
	}{
		{"alone", "x[5]", 1, 2, 2, "> 1 | x[5]\n    |  ^"},
		{"two lines above and below", "a\nb\nc\nd\ne\nf\ng", 4, 1, 2, "  2 | b\n  3 | c\n> 4 | d\n    | ^\n  5 | e\n  6 | f"},
		{"none around", "a\nb\nc", 2, 1, 0, "> 2 | b\n    | ^"},
		{"no empty lines at the ends", "\n\na\n\n", 3, 1, 2, "> 3 | a\n    | ^"},
		{"numbers of two digits", strings.Repeat("x\n", 10), 9, 1, 1, "   8 | x\n>  9 | x\n     | ^\n  10 | x"},
		{"tabs", "f() {\n\tif x {\n\t\ty[1]\n", 3, 4, 1, "  2 |     if x {\n> 3 |         y[1]\n    |          ^"},
		{"a deep indentation", "\t\t\tif x {\n\t\t\t\ty[1]\n", 2, 6, 1, "  1 | if x {\n> 2 |     y[1]\n    |      ^"},
		{"wide and combining characters", "\"日本e\u0301\" + x", 1, 15, 0, "> 1 | \"日本e\u0301\" + x\n    |           ^"},
		{"a column behind the line", "x", 1, 99, 0, "> 1 | x\n    |  ^"},
		{"a line behind the code", "x", 9, 1, 2, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(Plain().Excerpt(tt.code, tt.line, tt.col, tt.ctx), "\n"); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestExcerptOfALongLine(t *testing.T) {
	code := strings.Repeat("ä", 1000) + "!" + strings.Repeat("ü", 100_000)
	lines := Plain().Excerpt(code, 1, 2001, 0)
	if len(lines) != 2 || len(lines[0]) > 500 {
		t.Fatalf("got %d lines, the first of %d bytes", len(lines), len(lines[0]))
	}
	if at := strings.Index(lines[1], "^"); []rune(lines[0])[at] != '!' {
		t.Errorf("the caret is not below the mark:\n%s\n%s", lines[0], lines[1])
	}
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestExcerptPoints holds for any code: the caret stands below the character
// that is meant, and colours change nothing else.
func TestExcerptPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringMatching(`[\ta-z (){}]{0,30}`), 1, 9).Draw(t, "lines")
		line := rapid.IntRange(1, len(lines)).Draw(t, "line")
		indent := strings.Repeat("\t", rapid.IntRange(0, 4).Draw(t, "indent"))
		code := strings.Join(lines, "\n"+indent)
		whole := strings.Split(code, "\n")[line-1]
		marked := whole + "!"
		code = strings.Join(append(append(strings.Split(code, "\n")[:line-1:line-1], marked), strings.Split(code, "\n")[line:]...), "\n")
		plain := Plain().Excerpt(code, line, len(marked), 2)
		for i, l := range plain {
			if strings.HasSuffix(l, "^") && !strings.Contains(l, "!") {
				if at := len(l) - 1; at >= len(plain[i-1]) || plain[i-1][at] != '!' {
					t.Fatalf("\n%s\n%s", plain[i-1], l)
				}
			}
		}
		coloured := colours.ReplaceAllString(strings.Join(Coloured().Excerpt(code, line, len(marked), 2), "\n"), "")
		if coloured != strings.Join(plain, "\n") {
			t.Fatalf("coloured:\n%s\nplain:\n%s", coloured, strings.Join(plain, "\n"))
		}
	})
}

// TestStyles states what is coloured.
func TestStyles(t *testing.T) {
	tests := []struct{ name, got, want string }{
		{"the name of an error", strings.Join(Coloured().Headline("panic: a: b\nmore: c"), "\n"), "\x1b[31mpanic\x1b[0m: a: b\nmore: c"},
		{"a name alone", Coloured().Headline("stopped")[0], "\x1b[31mstopped\x1b[0m"},
		{"a function", Coloured().Call("f", ", called at In[1]:2:3"), "in \x1b[1mf\x1b[0m, called at In[1]:2:3"},
		{
			"line numbers and the caret", strings.Join(Coloured().Excerpt("a\nb", 2, 1, 1), "\n"),
			"\x1b[2;32m  1 |\x1b[0m a\n\x1b[2;32m> 2 |\x1b[0m b\n\x1b[2;32m    |\x1b[0m \x1b[31m^\x1b[0m",
		},
		{"nothing, if plain", Plain().Headline("panic: x")[0] + Plain().Call(" f", ""), "panic: xin  f"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}
