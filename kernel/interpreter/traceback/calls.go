package traceback

import (
	"go/scanner"
	"go/token"
	"strings"
)

// CallIn returns the place in code, as line and column, at which the body that
// begins at an offset calls a function: of a declared function, or, at offset
// -1, of the statements outside of all declarations. ok is false unless there
// is one such place, because then nobody knows which it was.
//
// The name of a method is that of its type, a dot and its own.
func CallIn(code string, body int, function string) (line, col int, ok bool) {
	t := tokenize(code)
	lo, hi := 0, len(t.tokens)
	if body >= 0 {
		for lo < hi && t.tokens[lo].offset < body {
			lo++
		}
		hi = t.end(lo)
	}
	_, name, method := strings.Cut(function, ".")
	if !method {
		name = function
	}
	for i := lo; i < hi; i++ {
		if body < 0 && t.declares(i) {
			i = t.end(i) - 1
			continue
		}
		if t.at(i).text != name || !t.calls(i, method) {
			continue
		}
		if ok {
			return 0, 0, false
		}
		at := t.file.Position(t.file.Pos(t.at(i).offset))
		line, col, ok = at.Line, at.Column, true
	}
	return line, col, ok
}

type lexeme struct {
	token.Token
	text   string
	offset int
}

type lexemes struct {
	file   *token.File
	tokens []lexeme
}

// tokenize splits code, valid or not.
func tokenize(code string) lexemes {
	t := lexemes{file: token.NewFileSet().AddFile("", -1, len(code))}
	var s scanner.Scanner
	s.Init(t.file, []byte(code), nil, 0)
	for {
		pos, k, text := s.Scan()
		if k == token.EOF {
			return t
		}
		t.tokens = append(t.tokens, lexeme{k, text, t.file.Offset(pos)})
	}
}

func (t lexemes) at(i int) lexeme {
	if i < 0 || i >= len(t.tokens) {
		return lexeme{}
	}
	return t.tokens[i]
}

// declares reports whether the declaration of a function or method begins at a
// token.
func (t lexemes) declares(i int) bool {
	if t.at(i).Token != token.FUNC {
		return false
	}
	if t.at(i+1).Token == token.IDENT {
		return true
	}
	for i++; i < len(t.tokens) && t.at(i).Token != token.RPAREN; i++ {
	}
	return t.at(i+1).Token == token.IDENT && t.at(i+2).Token == token.LPAREN
}

// calls reports whether a token is the name of what is called: of a method, or
// of a function.
func (t lexemes) calls(i int, method bool) bool {
	switch t.at(i + 1).Token {
	case token.LPAREN, token.LBRACK:
	default:
		return false
	}
	switch t.at(i - 1).Token {
	case token.FUNC, token.RPAREN: // it is declared
		return false
	case token.PERIOD:
		return method
	}
	return !method
}

// end returns the token behind the body of the function declared at another.
func (t lexemes) end(i int) int {
	depth, parens, ofType := 0, 0, false
	for ; i < len(t.tokens); i++ {
		switch t.at(i).Token {
		case token.LPAREN:
			parens++
		case token.RPAREN:
			parens--
		case token.LBRACE:
			if depth == 0 {
				before := t.at(i - 1).Token
				ofType = parens > 0 || before == token.INTERFACE || before == token.STRUCT
			}
			depth++
		case token.RBRACE:
			if depth--; depth == 0 && !ofType {
				return i + 1
			}
		}
	}
	return i
}
