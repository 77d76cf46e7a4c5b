package answer

import (
	"go/ast"
	"go/token"
	"slices"
)

// keywords lists the keywords that may stand at the cursor.
func (q *question) keywords() (all list) {
	add := func(words ...token.Token) {
		for _, w := range words {
			all.add(Match{Text: w.String(), Kind: keyword}, word)
		}
	}
	if q.inExpression() {
		add(operands...)
		return all
	}
	prev := q.before(q.n, 0).Token
	if prev == token.RBRACE || prev == token.ELSE {
		add(map[token.Token]token.Token{token.RBRACE: token.ELSE, token.ELSE: token.IF}[prev])
	}
	if !q.starts(0) {
		add(q.inStatement(prev)...)
		return all
	}
	add(statements...)
	add(q.control()...)
	return all
}

// inExpression reports whether no statement can begin at the cursor though its
// token in front looks like it: { of a literal, : of a slice.
func (q *question) inExpression() bool {
	for _, n := range slices.Backward(q.part.Path) {
		switch n := n.(type) {
		case *ast.CompositeLit:
			return n.Lbrace < q.part.Pos
		case *ast.StructType, *ast.InterfaceType, *ast.SliceExpr:
			return true
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			return false
		}
	}
	return false
}

var (
	operands   = []token.Token{token.CHAN, token.FUNC, token.INTERFACE, token.MAP, token.STRUCT}
	statements = []token.Token{
		token.CONST, token.DEFER, token.FOR, token.FUNC, token.GO, token.GOTO, token.IF,
		token.SELECT, token.SWITCH, token.TYPE, token.VAR,
	}
)

// inStatement lists the keywords that may stand within a statement, behind a token.
func (q *question) inStatement(prev token.Token) []token.Token {
	switch prev {
	case token.FOR, token.DEFINE, token.ASSIGN:
		return append([]token.Token{token.RANGE}, operands...)
	case token.DEFER, token.GO:
		return []token.Token{token.FUNC}
	case token.SEMICOLON:
		return nil
	}
	return operands
}

// control lists the keywords whose place is in certain statements only.
func (q *question) control() (words []token.Token) {
	if _, nested := enclosing[*ast.BlockStmt](q); !nested {
		words = append(words, token.IMPORT)
	}
	if q.upTo(q.lo) == 0 {
		words = append(words, token.PACKAGE)
	}
	if q.inFunction() {
		words = append(words, token.RETURN)
	}
	loop, choice, inSelect := q.surroundings()
	if loop {
		words = append(words, token.CONTINUE)
	}
	if loop || choice {
		words = append(words, token.BREAK)
	}
	if choice {
		words = append(words, token.CASE, token.DEFAULT)
	}
	if choice && !inSelect {
		words = append(words, token.FALLTHROUGH)
	}
	return words
}

// surroundings tells what the cursor stands in the body of, within its
// function: a loop, a switch or select.
func (q *question) surroundings() (loop, choice, inSelect bool) {
	for _, n := range q.part.Path {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			loop, choice = false, false
		case *ast.ForStmt:
			loop = loop || within(n.Body, q.part.Pos)
		case *ast.RangeStmt:
			loop = loop || within(n.Body, q.part.Pos)
		case *ast.SwitchStmt:
			choice, inSelect = choice || within(n.Body, q.part.Pos), false
		case *ast.TypeSwitchStmt:
			choice, inSelect = choice || within(n.Body, q.part.Pos), false
		case *ast.SelectStmt:
			choice, inSelect = choice || within(n.Body, q.part.Pos), true
		}
	}
	return loop, choice, inSelect
}
