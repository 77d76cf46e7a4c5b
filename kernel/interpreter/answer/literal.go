package answer

import (
	"go/ast"
	"go/token"
	"go/types"
)

// literalKeys lists the fields that a struct literal around the cursor does
// not have yet. only tells that nothing else may stand there.
func (q *question) literalKeys() (all list, only bool) {
	lit, ok := enclosing[*ast.CompositeLit](q)
	if !ok || q.part.Pos <= lit.Lbrace || !q.atElement() {
		return nil, false
	}
	st := structOf(q.part.Info.Types[lit].Type)
	if st == nil {
		return nil, false
	}
	given := map[string]bool{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok && !(id.Pos() <= q.part.Pos && q.part.Pos <= id.End()) {
				given[id.Name] = true
				only = true
			}
		}
	}
	for f := range st.Fields() {
		if !given[f.Name()] && f.Name() != "_" && (f.Exported() || f.Pkg() == q.part.Pkg) {
			m := q.match(f)
			m.Kind = instance
			all.add(m, first)
		}
	}
	return all, only
}

// atElement reports whether the word begins an element of a literal.
func (q *question) atElement() bool {
	switch q.before(q.n, 0).Token {
	case token.LBRACE, token.COMMA:
		return true
	}
	return false
}

// structOf returns the struct that a literal of a type makes.
func structOf(t types.Type) *types.Struct {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}
