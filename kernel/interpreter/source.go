package interpreter

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// source is the text of a cell under the number by which positions name it.
type source struct {
	number int
	code   string
}

// place is a byte offset in a source: where something stands.
type place struct {
	src *source
	off int
}

func (p place) valid() bool { return p.src != nil }

// lineCol returns the 1-based line and column, the column in bytes as Go
// counts it. A place beyond the text is its end.
func (p place) lineCol() (line, col int) {
	before := p.src.code[:min(max(p.off, 0), len(p.src.code))]
	return 1 + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n')
}

// String is the position as people read it: In[3]:2:5.
func (p place) String() string {
	if !p.valid() {
		return "In[?]"
	}
	line, col := p.lineCol()
	return fmt.Sprintf("In[%d]:%d:%d", p.src.number, line, col)
}

// excerpt returns the source line at p and, below it, a caret under the
// column, both indented.
func (p place) excerpt() []string {
	line, col := p.lineCol()
	text, _, _ := strings.Cut(p.src.code[len(p.src.code)-len(tail(p.src.code, line)):], "\n")
	// Tabs stay tabs in front of the caret, so that it stands right whatever
	// their width.
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, text[:min(col-1, len(text))])
	return []string{"    " + text, "    " + pad + "^"}
}

// tail returns code from the start of a 1-based line on.
func tail(code string, line int) string {
	for ; line > 1; line-- {
		_, code, _ = strings.Cut(code, "\n")
	}
	return code
}

// clampCursor moves an offset into the code and to the start of the rune that
// it points into.
func clampCursor(code string, cursor int) int {
	cursor = min(max(cursor, 0), len(code))
	for cursor > 0 && cursor < len(code) && !utf8.RuneStart(code[cursor]) {
		cursor--
	}
	return cursor
}
