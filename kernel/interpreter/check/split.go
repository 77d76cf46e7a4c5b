package check

import (
	"fmt"
	"go/scanner"
	"go/token"
	"strings"
)

// chunk is one declaration or statement at the top level of a cell: the bytes
// [lo, hi) of its code. Between chunks stand only blanks, comments and
// semicolons.
type chunk struct {
	lo, hi int
	first  token.Token // what it begins with
}

// split cuts code into chunks at the semicolons, written or implied, that stand
// outside of all brackets and of the headers of for, if, switch and select.
// Go's own scanner decides what a token is; an unfinished or illegal one and
// brackets that do not match are problems.
func split(code string) ([]chunk, []problem) {
	s := newSplitter(code)
	s.run()
	return s.chunks, s.problems
}

func newSplitter(code string) *splitter {
	s := &splitter{code: code, start: -1}
	s.file = token.NewFileSet().AddFile("", -1, len(code))
	text := []byte(code)
	if strings.HasPrefix(code, "#!") { // a script: its first line is a comment
		copy(text, "//")
	}
	s.scan.Init(s.file, text, func(p token.Position, msg string) {
		s.problems = append(s.problems, problem{off: p.Offset, msg: msg, open: unfinished[msg]})
	}, 0)
	return s
}

// unfinished are the scanner's errors that more lines would cure.
var unfinished = map[string]bool{"raw string literal not terminated": true, "comment not terminated": true}

func (s *splitter) run() {
	for {
		pos, tok, lit := s.scan.Scan()
		off := s.file.Offset(pos)
		if tok == token.EOF {
			s.end(len(s.code))
			return
		}
		s.token(off, tok, lit)
		if len(s.brackets) > maxBrackets {
			s.problems = []problem{{off: off, msg: fmt.Sprintf("nested too deeply: more than %d open brackets", maxBrackets)}}
			return
		}
	}
}

type splitter struct {
	code     string
	file     *token.File
	scan     scanner.Scanner
	chunks   []chunk
	problems []problem

	start    int // of the chunk at hand, or -1
	first    token.Token
	header   bool // between a keyword such as for and its {
	literal  bool // the next { of the header is the body of a function literal
	last     token.Token
	brackets []bracket
}

type bracket struct {
	off int
	tok token.Token
}

func (s *splitter) token(off int, tok token.Token, lit string) {
	if tok == token.SEMICOLON && len(s.brackets) == 0 {
		if s.header && lit == ";" {
			return
		}
		s.close(off)
		return
	}
	if s.start < 0 {
		s.start, s.first = off, tok
	}
	last := s.last
	s.last = tok
	switch tok {
	case token.FOR, token.IF, token.SWITCH, token.SELECT:
		s.header = s.header || len(s.brackets) == 0
	case token.FUNC:
		s.literal = s.literal || s.header && len(s.brackets) == 0
	case token.LBRACE:
		s.brace(last)
		s.open(off, tok)
	case token.LPAREN, token.LBRACK:
		s.open(off, tok)
	case token.RBRACE, token.RPAREN, token.RBRACK:
		s.match(off, tok)
	}
}

// brace ends the header at hand, unless it opens the body of a function literal
// or follows the word struct or interface.
func (s *splitter) brace(last token.Token) {
	switch {
	case !s.header || len(s.brackets) > 0 || last == token.STRUCT || last == token.INTERFACE:
	case s.literal:
		s.literal = false
	default:
		s.header = false
	}
}

func (s *splitter) open(off int, tok token.Token) {
	s.brackets = append(s.brackets, bracket{off, tok})
}

func (s *splitter) match(off int, tok token.Token) {
	n := len(s.brackets)
	if n == 0 {
		s.problems = append(s.problems, problem{off: off, msg: fmt.Sprintf("unexpected %s", tok)})
		return
	}
	open := s.brackets[n-1]
	s.brackets = s.brackets[:n-1]
	if closing[open.tok] != tok {
		s.problems = append(s.problems, problem{off: off, msg: fmt.Sprintf("unexpected %s, expected %s", tok, closing[open.tok])})
	}
}

// closing tells which bracket closes one.
var closing = map[token.Token]token.Token{
	token.LBRACE: token.RBRACE, token.LPAREN: token.RPAREN, token.LBRACK: token.RBRACK,
}

// close ends the chunk at hand, if any.
func (s *splitter) close(hi int) {
	if s.start >= 0 {
		s.chunks = append(s.chunks, chunk{s.start, hi, s.first})
	}
	s.start, s.header, s.literal = -1, false, false
}

// end is close at the end of the code, where brackets may still be open.
func (s *splitter) end(hi int) {
	if n := len(s.brackets); n > 0 {
		open := s.brackets[n-1]
		msg := fmt.Sprintf("%s is never closed: expected %s", open.tok, closing[open.tok])
		s.problems = append(s.problems, problem{off: open.off, msg: msg, open: true})
	}
	if len(s.problems) == 0 { // else the blanks may be part of something
		hi = len(strings.TrimRight(s.code[:hi], " \t\r\n"))
	}
	s.close(hi)
}
