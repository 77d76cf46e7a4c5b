package answer

import (
	"go/scanner"
	"go/token"
	"sort"
	"strings"
	"unicode/utf8"
)

// text is code cut into tokens.
type text struct {
	code   string
	tokens []tok
}

// tok is a token at the bytes [lo, hi). A semicolon that a line end implies
// has no bytes.
type tok struct {
	token.Token
	lo, hi int
}

// scan cuts code into tokens, comments included.
func scan(code string) *text {
	t := &text{code: code}
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, []byte(code), func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, kind, lit := s.Scan()
		if kind == token.EOF {
			return t
		}
		lo := file.Offset(pos)
		hi := min(lo+width(kind, lit), len(code))
		t.tokens = append(t.tokens, tok{kind, lo, hi})
	}
}

func width(kind token.Token, lit string) int {
	switch {
	case kind == token.SEMICOLON && lit == "\n":
		return 0
	case lit != "":
		return len(lit)
	}
	return len(kind.String())
}

// readable returns code with blanks for what no Go source may hold, and a
// comment for the first line of a script. Offsets stay the same.
func readable(code string) string {
	if rest, ok := strings.CutPrefix(code, "#!"); ok {
		code = "//" + rest
	}
	if utf8.ValidString(code) && !strings.ContainsAny(code, "\x00\r\uFEFF") {
		return code
	}
	var b strings.Builder
	for i := 0; i < len(code); {
		r, n := utf8.DecodeRuneInString(code[i:])
		if r == 0 || r == '\r' || r == '\uFEFF' || r == utf8.RuneError && n == 1 {
			b.WriteString(strings.Repeat(" ", n))
		} else {
			b.WriteString(code[i : i+n])
		}
		i += n
	}
	return b.String()
}

// upTo returns the number of tokens that begin in front of an offset.
func (t *text) upTo(off int) int {
	return sort.Search(len(t.tokens), func(i int) bool { return t.tokens[i].lo >= off })
}

func (t *text) lit(k tok) string { return t.code[k.lo:k.hi] }

// before returns the i-th token in front of the first n, comments left out; the
// zero token, an ILLEGAL one, if there is none.
func (t *text) before(n, i int) tok {
	for n--; n >= 0; n-- {
		if t.tokens[n].Token == token.COMMENT {
			continue
		}
		if i == 0 {
			return t.tokens[n]
		}
		i--
	}
	return tok{}
}

// chunk returns the top-level declaration or statement around an offset: the
// bytes between semicolons outside of all brackets. Those in the header of a
// for or an if separate nothing.
func (t *text) chunk(off int) (lo, hi int) {
	depth, header, start := 0, false, -1
	for _, k := range t.tokens {
		switch k.Token {
		case token.COMMENT:
			continue
		case token.SEMICOLON:
			if depth > 0 || header && k.hi > k.lo {
				continue
			}
			if start >= 0 && start <= off && off <= k.lo {
				return start, k.lo
			}
			if start < 0 && k.lo >= off || start > off {
				return off, off
			}
			start, header = -1, false
			continue
		case token.FOR, token.IF, token.SWITCH, token.SELECT:
			header = header || depth == 0
		case token.LBRACE, token.LPAREN, token.LBRACK:
			header = header && !(k.Token == token.LBRACE && depth == 0)
			depth++
		case token.RBRACE, token.RPAREN, token.RBRACK:
			depth = max(depth-1, 0)
		}
		if start < 0 {
			start = k.lo
		}
	}
	if start < 0 || start > off {
		return off, off
	}
	return start, len(t.code)
}
