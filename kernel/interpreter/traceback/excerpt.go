package traceback

import (
	"fmt"
	"strings"
	"unicode"
)

// Context is how many lines an excerpt has above and below the one it is about.
const Context = 2

// Excerpt writes a line of code with a caret under a column, both counted from
// 1, the column in bytes, and some of the lines around it.
func (s Style) Excerpt(code string, line, col, around int) []string {
	first, lines := cut(code, line, around)
	if line-first >= len(lines) {
		return nil
	}
	text, at := window(lines[line-first], col-1)
	for i, l := range lines {
		lines[i], _ = window(l, 0)
	}
	lines[line-first] = text
	caret := width(text[:at])
	if deep := indentation(lines); deep > maxIndent {
		for i, l := range lines {
			lines[i] = expanded(l)[min(deep, width(l)-width(strings.TrimLeft(l, " \t"))):]
		}
		caret = max(caret-deep, 0)
	}
	digits := len(fmt.Sprint(first + len(lines) - 1))
	var out []string
	for i, l := range lines {
		mark := " "
		if first+i == line {
			mark = ">"
		}
		gutter := s.paint(s.number, fmt.Sprintf("%s %*d |", mark, digits, first+i))
		out = append(out, strings.TrimRight(gutter+" "+expanded(l), " "))
		if first+i == line {
			gutter = s.paint(s.number, strings.Repeat(" ", digits+2)+" |")
			out = append(out, gutter+" "+strings.Repeat(" ", caret)+s.paint(s.caret, "^"))
		}
	}
	return out
}

// cut returns the lines around one, without empty ones at either end, and the
// number of the first.
func cut(code string, line, around int) (first int, lines []string) {
	for first = 1; first < line-around; first++ {
		_, code, _ = strings.Cut(code, "\n")
	}
	for n := first; n <= line+around; n++ {
		text, rest, more := strings.Cut(code, "\n")
		lines = append(lines, strings.TrimRight(text, " \t\r"))
		if code = rest; !more {
			break
		}
	}
	for first < line && len(lines) > 0 && lines[0] == "" {
		first, lines = first+1, lines[1:]
	}
	for n := len(lines); n > line-first+1 && lines[n-1] == ""; n = len(lines) {
		lines = lines[:n-1]
	}
	return first, lines
}

// window returns the part of a long line around an offset, and the offset in
// it: a line may be as long as a file.
func window(line string, at int) (part string, offset int) {
	const before, after, more = 120, 60, "…"
	at = max(0, min(at, len(line)))
	if end := max(at+after, before); end < len(line) {
		line = strings.ToValidUTF8(line[:end], "") + more
	}
	if start := at - before; start > 0 {
		kept := strings.ToValidUTF8(line[start:at], "")
		return more + kept + line[at:], len(more) + len(kept)
	}
	return line, at
}

const (
	tabWidth  = 4
	maxIndent = 2 * tabWidth // that lines may have in common
)

// expanded returns a line with spaces for tabs.
func expanded(line string) string {
	if !strings.Contains(line, "\t") {
		return line
	}
	var b strings.Builder
	at := 0
	for _, r := range line {
		n := columns(r, at)
		at += n
		if r == '\t' {
			b.WriteString(strings.Repeat(" ", n))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// width returns how many columns a text takes that begins a line.
func width(text string) (n int) {
	for _, r := range text {
		n += columns(r, n)
	}
	return n
}

// columns returns how many columns a character takes that stands at one.
func columns(r rune, at int) int {
	switch {
	case r == '\t':
		return tabWidth - at%tabWidth
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1f300 && r < 0x1fb00:
		return 2
	}
	return 1
}

// indentation returns what the lines with text have in common of it.
func indentation(lines []string) int {
	least := -1
	for _, l := range lines {
		text := strings.TrimLeft(l, " \t")
		if text == "" {
			continue
		}
		if n := width(l[:len(l)-len(text)]); least < 0 || n < least {
			least = n
		}
	}
	return max(least, 0)
}
