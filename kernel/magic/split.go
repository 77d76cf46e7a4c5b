package magic

import (
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// kind is what a part of a cell is.
type kind int

const (
	goCode    kind = iota
	lineMagic      // %name args
	cellMagic      // %%name args, and everything below it
	shellLine      // !command
	question       // ?name, ??name, name?, name??
)

// part is a stretch of whole lines of a cell.
type part struct {
	kind   kind
	lo, hi int    // of the cell, in bytes; without the last line's end
	mark   int    // where the first mark stands, or the name in front of one
	name   string // of a magic; what a question is about
	args   int    // where that begins which stands behind the name
	body   int    // where the line below a cell magic begins
	detail int    // of a question: 0 for one mark, 1 for two
	empty  bool   // of Go: nothing but comments
}

// candidate finds lines that may be something else than Go; what has none is
// not looked at any closer.
var candidate = regexp.MustCompile(`(?m)^[ \t]*[%!?]|\?[ \t\r]*$`)

// split divides a cell into Go and what is not Go. The parts are in order and
// hold every line once, except blank lines around those that are not Go.
//
// isGo tells whether a statement that begins with an exclamation mark is Go;
// above holds the Go in front of it.
func split(code string, isGo func(statement string, above []string) bool) []part {
	if !candidate.MatchString(code) {
		return golang(nil, code, 0, len(code), false)
	}
	r := &reader{code: code, source: []byte(code), isGo: isGo}
	for at := 0; at < len(code); {
		at = r.next(at)
	}
	return r.parts
}

// reader reads a cell.
type reader struct {
	code   string
	source []byte
	isGo   func(string, []string) bool
	parts  []part
}

// next reads Go from an offset where a line begins, and the line behind it
// that is none, and returns where the next line begins.
func (r *reader) next(from int) int {
	var other part
	found, empty := false, true
	statements(r.source, from, func(at int, starts bool) bool {
		if starts && firstOnLine(r.code, at) {
			if other, found = r.recognize(from, at); found {
				return false
			}
		}
		empty = false
		return true
	})
	end := len(r.code)
	if found {
		end = other.lo
	}
	r.parts = golang(r.parts, r.code, from, end, empty)
	if !found {
		return end
	}
	r.parts = append(r.parts, other)
	return min(other.hi+1, len(r.code))
}

// golang adds the lines of Go between two offsets to parts, without the blank
// ones around them.
func golang(parts []part, code string, from, end int, empty bool) []part {
	text := strings.TrimRight(code[from:end], " \t\r\n")
	if text == "" {
		return parts
	}
	blank := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	lo := from + strings.LastIndexByte(text[:blank], '\n') + 1
	return append(parts, part{kind: goCode, lo: lo, hi: from + len(text), empty: empty})
}

// statements calls f with the offset of every token of Go, and whether a
// statement of the cell itself may begin there, until f returns false.
func statements(source []byte, from int, f func(at int, starts bool) bool) {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source)-from)
	s.Init(file, source[from:], nil, 0)
	depth, starts := 0, true
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return
		}
		if tok != token.SEMICOLON || lit == ";" {
			if !f(from+file.Offset(pos), starts && depth == 0) {
				return
			}
		}
		switch tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(depth-1, 0)
		}
		starts = tok == token.SEMICOLON
	}
}

// firstOnLine reports whether nothing but blanks stands in front of an offset.
func firstOnLine(code string, at int) bool {
	line := code[strings.LastIndexByte(code[:at], '\n')+1 : at]
	return strings.Trim(line, " \t") == ""
}

// asked is a line that ends in question marks: magics and qualified names.
var asked = regexp.MustCompile(`^(%{0,2}[\pL_][\pL\p{Nd}_]*(?:\.[\pL_][\pL\p{Nd}_]*)*)(\?\??)$`)

// recognize reads a line that is no Go, if it is one: Go from the offset begin
// stands above it, and it begins at the offset at.
func (r *reader) recognize(begin, at int) (p part, ok bool) {
	end := lineEnd(r.code, at)
	line := strings.TrimRight(r.code[at:end], " \t\r")
	p = part{lo: strings.LastIndexByte(r.code[:at], '\n') + 1, hi: end, mark: at}
	if m := asked.FindStringSubmatch(line); m != nil {
		p.kind, p.name, p.detail = question, m[1], len(m[2])-1
		return p, true
	}
	switch line[0] {
	case '?':
		return p.question(line)
	case '%':
		return r.magic(p, line)
	case '!':
		if r.isGo(r.statement(at), r.above(begin, at)) {
			return p, false
		}
		for p.args = at + 1; strings.HasSuffix(line, `\`) && p.hi < len(r.code); {
			p.hi = lineEnd(r.code, p.hi+1)
			line = strings.TrimRight(r.code[at:p.hi], " \t\r")
		}
		p.kind = shellLine
		return p, true
	}
	return p, false
}

// question reads ?name.
func (p part) question(line string) (part, bool) {
	p.name = strings.TrimLeft(line, "?")
	marks := len(line) - len(p.name)
	p.name = strings.TrimSpace(p.name)
	p.kind, p.detail = question, marks-1
	return p, marks <= 2 && p.name != ""
}

// magicName is what stands in front of the arguments.
var magicName = regexp.MustCompile(`^%%?([\pL_][\pL\p{Nd}_]*)?`)

// magic reads %name and %%name. A percent sign with anything else behind it is
// left to Go, which says what is wrong with it.
func (r *reader) magic(p part, line string) (part, bool) {
	m := magicName.FindStringSubmatchIndex(line)
	head := line[:m[1]]
	if m[1] < len(line) && line[m[1]] != ' ' && line[m[1]] != '\t' {
		return p, false
	}
	p.kind, p.name = lineMagic, strings.TrimLeft(head, "%")
	p.args = p.mark + len(head)
	if strings.HasPrefix(head, "%%") {
		p.kind, p.hi = cellMagic, len(r.code)
		p.body = min(lineEnd(r.code, p.mark)+1, len(r.code))
	} else if p.name == "" && line != head {
		return p, false
	}
	return p, true
}

// statement returns the Go statement that begins at an offset.
func (r *reader) statement(at int) string {
	end := len(r.code)
	statements(r.source, at, func(next int, starts bool) bool {
		if starts && next > at {
			end = next
			return false
		}
		return true
	})
	return r.code[at:end]
}

// above returns the Go of the cell in front of an offset.
func (r *reader) above(begin, at int) (list []string) {
	for _, p := range r.parts {
		if p.kind == goCode {
			list = append(list, r.code[p.lo:p.hi])
		}
	}
	return append(list, r.code[begin:at])
}

// lineEnd returns where the line ends that an offset stands in.
func lineEnd(code string, at int) int {
	if n := strings.IndexByte(code[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(code)
}

// blanked returns code of the same length in which all is blank but line ends
// and the stretches to keep, which are in order.
func blanked(code string, keep [][2]int) string {
	b := []byte(code)
	at := 0
	for _, k := range append(keep, [2]int{len(code), len(code)}) {
		for ; at < k[0]; at++ {
			if b[at] != '\n' {
				b[at] = ' '
			}
		}
		at = k[1]
	}
	return string(b)
}

// excerpt returns a stretch of a cell behind as many lines and, on its own
// line, blanks as stand in front of it: positions in it are those of the cell.
func excerpt(code string, lo, hi int) string {
	line := strings.LastIndexByte(code[:lo], '\n') + 1
	return strings.Repeat("\n", strings.Count(code[:line], "\n")) + strings.Repeat(" ", lo-line) + code[lo:hi]
}
