package interpreter

import (
	"go/ast"
	"go/token"
	"reflect"
	"strconv"
	"strings"
)

// ranges says which range loops count to an integer, where the syntax alone
// does not: yaegi knows no such loop, and panics without saying where.
type ranges struct {
	ints  map[*ast.RangeStmt]bool // taken for integers
	doubt []*ast.RangeStmt        // that the last lowering could not decide
}

// rangesOver compiles what is lowered with the guess that all loops in doubt
// go over what yaegi knows; if it fails as it does at an integer, with the
// guess that all are integers, then with one of them.
//
// Before each further attempt again makes the names new that the machine has
// seen, and reports whether that is possible.
func (c *compiler) rangesOver(again func() bool, compile func() *failure) *failure {
	c.ranges = ranges{}
	first := compile()
	doubt := c.ranges.doubt
	if first == nil || len(doubt) == 0 || !strings.HasPrefix(first.msg, panickedCompiling) {
		return first
	}
	guesses := []map[*ast.RangeStmt]bool{{}}
	for _, n := range doubt {
		guesses[0][n] = true
		guesses = append(guesses, map[*ast.RangeStmt]bool{n: true})
	}
	defer func() { c.ranges = ranges{} }()
	for _, g := range guesses {
		if !again() {
			break
		}
		c.ranges = ranges{ints: g}
		if compile() == nil {
			return nil
		}
	}
	first.msg = "the interpreter cannot tell what this ranges over: range over functions is not supported yet, and an integer may need a conversion, as in range int(n)"
	return first
}

// counts reports whether a range loop counts to an integer.
func (l *lowering) counts(n *ast.RangeStmt) bool {
	if n.Value != nil {
		return false
	}
	switch isInt, sure := l.integer(n.X); {
	case isInt:
		return true
	case sure || l.ranges == nil:
		return false
	}
	l.ranges.doubt = append(l.ranges.doubt, n)
	return l.ranges.ints[n]
}

// integer tells whether an expression that is ranged over is an integer, and
// whether that is sure.
func (l *lowering) integer(e ast.Expr) (isInt, sure bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		return e.Kind == token.INT || e.Kind == token.CHAR, true
	case *ast.CompositeLit, *ast.SliceExpr:
		return false, true
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return true, true
		}
		x, sure := l.integer(e.X)
		if !sure {
			return l.integer(e.Y)
		}
		return x, sure
	case *ast.CallExpr:
		id, ok := ast.Unparen(e.Fun).(*ast.Ident)
		if !ok {
			_, conversion := e.Fun.(*ast.ArrayType)
			return false, conversion
		}
		if l.plain[id] {
			isInt := id.Name == "len" || id.Name == "cap" || isIntegerName(id.Name)
			return isInt, isInt || id.Name == "append" || id.Name == "make" || id.Name == "string"
		}
	case *ast.Ident:
		if t := l.types[e]; t != nil {
			return reflect.Int <= t.Kind() && t.Kind() <= reflect.Uintptr, true
		}
		if _, session := l.rename[e]; !session {
			return l.declared(e.Name)
		}
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); l.field != nil && (!ok || !l.known[id]) {
			return l.field(e.Sel.Name)
		}
	}
	return false, false
}

// count lowers the loops of a list of statements that count to an integer:
//
//	ˑn1 := n; for ˑi1 := ˑn1 - ˑn1; ˑi1 < ˑn1; ˑi1++ { i := ˑi1; … }
func (l *lowering) count(list []ast.Stmt) {
	for _, s := range list {
		inner := s
		for {
			label, ok := inner.(*ast.LabeledStmt)
			if !ok {
				break
			}
			inner = label.Stmt
		}
		n, ok := inner.(*ast.RangeStmt)
		if !ok || !l.counts(n) {
			continue
		}
		id := strconv.Itoa(l.it.off(n.Pos()))
		limit, i := mark+"n"+id, mark+"i"+id
		l.insert(s.Pos(), limit+" := "+l.rendered(n.X)+"; ")
		l.replace(n.For, n.Body.Lbrace, "for "+i+" := "+limit+" - "+limit+"; "+i+" < "+limit+"; "+i+"++ ")
		l.counted = append(l.counted, n)
		key, ok := n.Key.(*ast.Ident)
		switch {
		case n.Key == nil || ok && key.Name == "_":
		default:
			l.insert(n.Body.Lbrace+1, " "+l.rendered(n.Key)+" "+n.Tok.String()+" "+i+";")
		}
	}
}
