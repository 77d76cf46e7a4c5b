package answer

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// maxMend bounds the code that is mended, and checked, while its person waits.
const maxMend = 256 << 10

// patch is what is put in at the cursor: name takes the place of a word that
// has to stand there, and after follows the brackets that are closed.
type patch struct{ name, after string }

// patches are tried in this order until the code parses.
var patches = []patch{
	{"", ""},
	{"_", ""},
	{"", "()"},
	{"", " {}"},
	{"_", " {}"},
	{"", ":"},
	{"_", ":"},
	{"_ ", "= _"},
	{"", " _"},
	{"", " = _"},
	{"", " := _"},
}

// mend returns code that parses around the site if that can be had by adding to
// it behind the cursor, or by leaving out what follows on its line. In front of
// the cursor nothing moves.
func (s *site) mend() string {
	if len(s.code) > maxMend {
		return s.code
	}
	best, least := s.code, s.errors(s.code)
	if least == 0 {
		return best
	}
	words := []string{s.code[s.lo:s.hi]}
	if token.IsKeyword(words[0]) || s.hi == s.lo {
		words = []string{strings.Repeat("_", s.hi-s.lo)}
	}
	rest := s.code[s.hi:]
	line := strings.IndexByte(rest, '\n')
	if line < 0 {
		line = len(rest)
	}
	for _, tail := range []string{rest, rest[line:]} {
		for _, p := range patches {
			if p.name != "" && s.hi > s.lo {
				continue
			}
			mended := balance(s.code[:s.lo]+words[0]+p.name, p.after, tail)
			if n := s.errors(mended); n < least {
				best, least = mended, n
			}
			if least == 0 {
				return best
			}
		}
	}
	if alone, ok := s.alone(); ok {
		return alone.mend()
	}
	return s.withoutLines(best, least)
}

// alone returns the site in code that lacks what stands in front of its line in
// its chunk, if the line is not indented: then a bracket above it was forgotten.
func (s *site) alone() (*site, bool) {
	lo, _ := s.chunk(s.lo)
	line := strings.LastIndexByte(s.code[:s.lo], '\n') + 1
	if line <= lo || line == len(s.code) || strings.ContainsAny(s.code[line:line+1], " \t\n})]") {
		return nil, false
	}
	return locate(s.code[:lo]+strings.Repeat(" ", line-lo)+s.code[line:], s.cursor), true
}

// withoutLines leaves out the lines with errors, but for that of the cursor.
func (s *site) withoutLines(code string, least int) string {
	best := code
	for range 5 {
		off := s.firstError(code)
		if off < 0 {
			return code
		}
		lo := strings.LastIndexByte(code[:off], '\n') + 1
		hi := lo + len(code[lo:])
		if i := strings.IndexByte(code[lo:], '\n'); i >= 0 {
			hi = lo + i
		}
		if lo <= s.cursor && s.cursor <= hi {
			return best
		}
		code = code[:lo] + bracketsOf(code[lo:hi]) + code[hi:]
		if n := s.errors(code); n < least {
			best, least = code, n
		}
	}
	return best
}

// bracketsOf blanks a line but for the braces that it opens or closes.
func bracketsOf(line string) string {
	if strings.Count(line, "{") == strings.Count(line, "}") {
		return strings.Repeat(" ", len(line))
	}
	return strings.Map(func(r rune) rune {
		if r == '{' || r == '}' {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(nonASCII(line), " "))
}

// nonASCII makes every byte of a line a character.
func nonASCII(line string) string {
	b := []byte(line)
	for i := range b {
		if b[i] >= 0x80 {
			b[i] = ' '
		}
	}
	return string(b)
}

// balance joins the code in front of the cursor to that behind it and closes
// the brackets that stay open: at the cursor if it can, for what is open there
// is what is being written.
func balance(head, after, tail string) string {
	open := openBrackets(head)
	var here strings.Builder // closed at the cursor
	closed := 0              // bytes of the tail within brackets of the head
	type insert struct {
		off  int
		text string
	}
	var inserts []insert
	shut := func(b token.Token) {
		if closed == 0 {
			here.WriteString(closing[b].String())
		} else {
			inserts = append(inserts, insert{closed, "\n" + closing[b].String()})
		}
	}
	var inner []token.Token
	for _, k := range scan(tail).tokens {
		switch k.Token {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			inner = append(inner, k.Token)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if n := len(inner); n > 0 {
				if closing[inner[n-1]] == k.Token {
					inner = inner[:n-1]
				}
				continue
			}
			if !opens(open, k.Token) {
				continue
			}
			for closing[open[len(open)-1]] != k.Token {
				shut(open[len(open)-1])
				open = open[:len(open)-1]
			}
			open = open[:len(open)-1]
			closed = k.hi
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		shut(open[i])
	}
	for i := len(inserts) - 1; i >= 0; i-- {
		tail = tail[:inserts[i].off] + inserts[i].text + tail[inserts[i].off:]
	}
	return placed(head, here.String(), after) + tail
}

// placed puts what follows the brackets between those of expressions and those
// of blocks: f(x) {} for f(x, and if x {}} for { if x.
func placed(head, closers, after string) string {
	n := len(closers)
	if i := strings.IndexByte(closers, '}'); i >= 0 {
		n = i
	}
	return head + closers[:n] + after + closers[n:]
}

func opens(open []token.Token, end token.Token) bool {
	for _, b := range open {
		if closing[b] == end {
			return true
		}
	}
	return false
}

// closing tells which bracket closes one.
var closing = map[token.Token]token.Token{
	token.LBRACE: token.RBRACE, token.LPAREN: token.RPAREN, token.LBRACK: token.RBRACK,
}

// openBrackets returns the brackets that code leaves open, outermost first.
func openBrackets(code string) (open []token.Token) {
	for _, k := range scan(code).tokens {
		switch k.Token {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			open = append(open, k.Token)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			for opens(open, k.Token) {
				last := open[len(open)-1]
				open = open[:len(open)-1]
				if closing[last] == k.Token {
					break
				}
			}
		}
	}
	return open
}

// errors counts what is wrong with the chunk around the site.
func (s *site) errors(code string) int {
	lo, hi := scan(code).chunk(s.lo)
	_, errs := parseChunk(code[lo:hi])
	return len(errs)
}

// firstError returns the offset of the first error in the chunk, or -1.
func (s *site) firstError(code string) int {
	lo, hi := scan(code).chunk(s.lo)
	prefix, errs := parseChunk(code[lo:hi])
	if len(errs) == 0 {
		return -1
	}
	return min(max(lo+errs[0].Pos.Offset-prefix, lo), hi)
}

const (
	filePrefix = "package p;"
	bodyPrefix = "package p;func _(){"
)

// parseChunk parses a declaration or statement, behind a prefix of some bytes.
func parseChunk(chunk string) (prefix int, errs scanner.ErrorList) {
	_, prefix, errs = parse(chunk)
	return prefix, errs
}

// parse is parseChunk with the syntax tree.
func parse(chunk string) (file *ast.File, prefix int, errs scanner.ErrorList) {
	if tooDeep(chunk) {
		return nil, 0, scanner.ErrorList{{Msg: "too many brackets"}}
	}
	file, declErrs := parseText(filePrefix + chunk)
	if len(declErrs) == 0 {
		return file, len(filePrefix), nil
	}
	body, bodyErrs := parseText(bodyPrefix + chunk + "\n}")
	if len(bodyErrs) > 0 && startsDecl(chunk) {
		return file, len(filePrefix), declErrs
	}
	return body, len(bodyPrefix), bodyErrs
}

func startsDecl(chunk string) bool {
	for _, word := range []string{"func", "import", "type", "const", "var", "package"} {
		if strings.HasPrefix(chunk, word) {
			return true
		}
	}
	return false
}

func parseText(code string) (*ast.File, scanner.ErrorList) {
	file, err := parser.ParseFile(token.NewFileSet(), "", code, parser.SkipObjectResolution)
	if list, ok := err.(scanner.ErrorList); ok {
		return file, list
	}
	return file, nil
}

// maxOpen bounds how deep code may be nested: the parser recurses.
const maxOpen = 500

func tooDeep(code string) bool {
	depth := 0
	for i := range len(code) {
		switch code[i] {
		case '(', '[', '{':
			if depth++; depth > maxOpen {
				return true
			}
		case ')', ']', '}':
			depth = max(depth-1, 0)
		}
	}
	return false
}
