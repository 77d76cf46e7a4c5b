package answer

import (
	"go/token"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// site is where a cursor stands.
type site struct {
	*text
	place  place
	cursor int
	lo, hi int // the word at the cursor
	n      int // tokens in front of the word
}

// place is a kind of site.
type place int

const (
	nowhere     place = iota // in a comment, a string, a number
	somewhere                // where a name or a keyword may stand
	behindDot                // x.|
	aLabel                   // goto |
	aDefinition              // func |: of a new name
	importPath               // import "|"
)

// locate finds out where a cursor stands. The code must be readable.
func locate(code string, cursor int) *site {
	s := &site{text: scan(code), cursor: cursor, lo: cursor, hi: cursor}
	at := s.upTo(cursor)
	if at > 0 && s.inside(s.tokens[at-1]) {
		return s
	}
	for s.lo > 0 {
		r, n := utf8.DecodeLastRuneInString(code[:s.lo])
		if !isNameRune(r) {
			break
		}
		s.lo -= n
	}
	for s.hi < len(code) {
		r, n := utf8.DecodeRuneInString(code[s.hi:])
		if !isNameRune(r) {
			break
		}
		s.hi += n
	}
	s.n = s.upTo(s.lo)
	s.place = s.placed()
	if s.lo == s.cursor && s.place != behindDot {
		s.hi = s.lo // nothing of the word is written yet
	}
	return s
}

// inside deals with the token in front of the cursor, if the cursor stands in
// it and it is no name.
func (s *site) inside(k tok) bool {
	lit := s.lit(k)
	switch k.Token {
	case token.COMMENT:
		return s.cursor < k.hi || strings.HasPrefix(lit, "//") || !strings.HasSuffix(lit, "*/") || len(lit) < 4
	case token.STRING, token.CHAR:
		if s.cursor >= k.hi && closed(lit) {
			return false
		}
		if k.Token == token.STRING && s.imports(k) {
			s.place = importPath
			s.lo, s.hi = k.lo+1, k.hi
			if closed(lit) {
				s.hi--
			}
			s.hi = max(s.hi, s.cursor)
		}
		return true
	case token.INT, token.FLOAT, token.IMAG:
		return s.cursor <= k.hi
	case token.ILLEGAL:
		return s.cursor < k.hi
	}
	return false
}

func closed(lit string) bool {
	if len(lit) < 2 || lit[len(lit)-1] != lit[0] {
		return false
	}
	if lit[0] == '`' {
		return true
	}
	_, err := strconv.Unquote(lit)
	return err == nil || !strings.HasSuffix(lit, `\`+lit[:1])
}

// imports reports whether a string is the path of an import.
func (s *site) imports(k tok) bool {
	n := s.upTo(k.lo)
	for i := 0; ; i++ {
		switch s.before(n, i).Token {
		case token.IMPORT:
			return true
		case token.IDENT, token.PERIOD, token.STRING, token.SEMICOLON, token.LPAREN:
		default:
			return false
		}
		if s.before(n, i).Token == token.SEMICOLON && !s.inGroup(n, i) {
			return false
		}
	}
}

// inGroup reports whether a bracket is open in front of the i-th token.
func (s *site) inGroup(n, i int) bool {
	for ; ; i++ {
		switch s.before(n, i).Token {
		case token.LPAREN:
			return true
		case token.RPAREN, token.ILLEGAL:
			return false
		}
	}
}

func (s *site) placed() place {
	switch prev := s.before(s.n, 0); prev.Token {
	case token.PERIOD:
		return behindDot
	case token.ELLIPSIS:
		return somewhere
	case token.GOTO, token.BREAK, token.CONTINUE:
		return aLabel
	case token.FUNC, token.TYPE, token.CONST, token.VAR, token.PACKAGE, token.IMPORT:
		if prev.Token == token.FUNC && !s.starts(1) {
			return nowhere
		}
		return aDefinition
	}
	return somewhere
}

// starts reports whether a statement or declaration begins behind the i-th
// token in front of the word.
func (s *site) starts(i int) bool {
	switch s.before(s.n, i).Token {
	case token.ILLEGAL, token.SEMICOLON, token.LBRACE, token.RBRACE, token.COLON:
		return true
	}
	return false
}

func (s *site) prefix() string { return s.code[s.lo:s.cursor] }

func isNameRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
