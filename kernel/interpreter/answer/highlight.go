package answer

import (
	"go/scanner"
	"go/token"
	"go/types"
	"html"
	"strings"
)

// Styles of text in HTML. Frontends let neither style sheets nor variables
// through; these colours read on light and on dark paper.
const (
	ofKeyword  = "color:#2e8b57;font-weight:bold"
	ofType     = "color:#2f7fd0"
	ofLiteral  = "color:#c25450"
	ofDeclared = "font-weight:bold"
	aside      = "color:#808080"
	ofBlock    = "margin:0 0 0.7em 0;padding:0"
)

// highlighted writes Go code in HTML.
func highlighted(code string) string {
	var b strings.Builder
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), nil, scanner.ScanComments)
	done, receiver := 0, false
	last, before := token.SEMICOLON, token.SEMICOLON // the two tokens in front
	for {
		pos, k, lit := s.Scan()
		if k == token.EOF {
			break
		}
		style := styleOf(before, k, lit)
		switch {
		case k == token.LPAREN && before == token.FUNC && last == token.SEMICOLON:
			receiver = true
		case k == token.RPAREN && receiver:
			receiver, k = false, token.FUNC // behind which the name stands
		}
		last, before = before, k
		if lo := file.Offset(pos); style != "" && lo >= done && lo+len(lit) <= len(code) {
			b.WriteString(html.EscapeString(code[done:lo]))
			done = lo + len(lit)
			b.WriteString(`<span style="` + style + `">` + html.EscapeString(code[lo:done]) + "</span>")
		}
	}
	b.WriteString(html.EscapeString(code[done:]))
	return b.String()
}

// styleOf returns the style of a token behind another; "" if it has none.
func styleOf(before, k token.Token, lit string) string {
	switch {
	case k.IsKeyword():
		return ofKeyword
	case k == token.COMMENT:
		return aside
	case k == token.IDENT:
		switch before {
		case token.FUNC, token.TYPE, token.VAR, token.CONST:
			return ofDeclared
		}
		if _, ok := types.Universe.Lookup(lit).(*types.TypeName); ok {
			return ofType
		}
	case k.IsLiteral():
		return ofLiteral
	}
	return ""
}
