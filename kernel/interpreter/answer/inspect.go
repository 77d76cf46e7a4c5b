package answer

import (
	"go/ast"
	"go/token"
	"strconv"

	"github.com/unravel-go/unravel/display"
)

// Inspect describes the name at a cursor. If it stands on none that means
// anything, the function is meant in whose call it stands. Detail 1 asks for
// the source of what cells declared.
func (a *Answerer) Inspect(code string, cursor, detail int) (b display.Bundle, ok bool) {
	defer func() { // as in Complete
		if recover() != nil {
			b, ok = nil, false
		}
	}()
	d, ok := a.inspect(code, cursor, detail)
	if !ok {
		return nil, false
	}
	return d.bundle(), true
}

// maxCalls bounds how many calls around the cursor are looked at.
const maxCalls = 8

func (a *Answerer) inspect(code string, cursor, detail int) (d description, ok bool) {
	s := locate(readable(code), clamp(code, cursor))
	if s.place == importPath {
		path, err := strconv.Unquote(`"` + s.code[s.lo:s.hi] + `"`)
		if err != nil {
			return description{}, false
		}
		return a.describePackage(path)
	}
	if s = s.outside(); s == nil {
		return description{}, false
	}
	mended := scan(s.mend())
	for i, name := range s.candidates() {
		if i > maxCalls || name.hi > len(mended.code) || mended.code[name.lo:name.hi] != s.lit(name) {
			break
		}
		a.ask(locate(mended.code, name.hi), func(q *question) { d, ok = q.describeName(s.lit(name), detail) })
		if ok {
			return a.valued(d), true
		}
	}
	return description{}, false
}

// outside returns the site in front of the string that the cursor stands in,
// which is left out if it is not closed; nil in a comment.
func (s *site) outside() *site {
	n := s.upTo(s.cursor)
	if s.place != nowhere || n == 0 {
		return s
	}
	switch k := s.tokens[n-1]; k.Token {
	case token.COMMENT:
		return nil
	case token.STRING, token.CHAR:
		if closed(s.lit(k)) {
			return locate(s.code, k.hi)
		}
		return locate(s.code[:k.lo]+"_"+s.code[k.hi:], k.lo)
	}
	return s
}

// candidates returns the names that may be meant: the one at the cursor, and
// those of the functions in whose calls it stands, the innermost first.
func (s *site) candidates() (names []tok) {
	n := s.upTo(s.cursor + 1)
	if k := s.before(n, 0); k.Token == token.IDENT && k.hi >= s.cursor {
		names = append(names, k)
	} else if k := s.before(n-1, 0); k.Token == token.IDENT && k.hi == s.cursor && n > 0 && s.tokens[n-1].lo == s.cursor {
		names = append(names, k)
	}
	depth := 0
	for i := s.upTo(s.cursor) - 1; i >= 0; i-- {
		switch s.tokens[i].Token {
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth++
		case token.LBRACK:
			depth = max(depth-1, 0)
		case token.LBRACE:
			if depth--; depth < 0 {
				return names
			}
		case token.SEMICOLON:
			if depth == 0 {
				return names
			}
		case token.LPAREN:
			if depth > 0 {
				depth--
			} else if k := s.called(i); k.Token == token.IDENT {
				names = append(names, k)
			}
		}
	}
	return names
}

// called returns the name of what a bracket calls: f of f(, and of f[int](.
func (s *site) called(bracket int) tok {
	k, depth := s.before(bracket, 0), 0
	if k.Token != token.RBRACK {
		return k
	}
	for i := bracket - 1; i >= 0; i-- {
		switch s.tokens[i].Token {
		case token.RBRACK:
			depth++
		case token.LBRACK:
			if depth--; depth == 0 {
				return s.before(i, 0)
			}
		}
	}
	return tok{}
}

// ident returns the identifier that ends at the cursor, and the selection whose
// name it is, if it is one.
func (q *question) ident(name string) (id *ast.Ident, sel *ast.SelectorExpr) {
	if len(q.part.Path) == 0 {
		return nil, nil
	}
	// Not every name is on the path: that of a function lies within its type.
	ast.Inspect(q.part.Path[0], func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if n.Name == name && n.End() == q.part.Pos {
				id = n
			}
		case *ast.SelectorExpr:
			if n.Sel.End() == q.part.Pos {
				sel = n
			}
		}
		return true
	})
	if sel != nil && sel.Sel != id {
		sel = nil
	}
	return id, sel
}
