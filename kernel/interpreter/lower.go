package interpreter

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strconv"
)

// lowering turns one item into what yaegi runs as Go would, by edits of its
// text: every byte of the user's that stays keeps its place.
type lowering struct {
	it      *item
	rename  map[*ast.Ident]string // what free and defined names are called
	plain   map[*ast.Ident]bool   // names that stand for Go's predeclared ones
	known   map[*ast.Ident]bool   // names of functions and packages: no value to copy
	edits   []edit
	called  []*ast.FuncLit        // literals that are called where they stand
	hoisted map[*ast.FuncLit]bool // literals that are called somewhere else
	started []*ast.BlockStmt      // bodies of goroutines
	counted []*ast.RangeStmt      // loops that count to an integer

	ranges *ranges                     // what to take range loops for
	types  map[*ast.Ident]reflect.Type // of variables of the session
	field  func(string) (isInt, sure bool)
	asking map[string]bool // see declared

	function int            // nesting of functions; 0 at the top level of the cell
	body     *ast.BlockStmt // of the innermost function
	marks    *marks         // nil: none are wanted
	unmarked bool           // in a goroutine, whose marks would be taken for the cell's
}

// rt is the name of the package of helpers that lowered code calls.
const rt = mark + "rt"

// poll is what stands in every loop. The flag is behind a pointer because yaegi
// takes a compiled variable in a condition for a constant.
const poll = " if *" + rt + ".Stop { " + rt + ".Check() };"

// lower returns the edits for an item whose names have been resolved.
func (l *lowering) lower() []edit {
	return l.lowerAs(true)
}

// lowerValues returns the edits for the values of a definition, which will not
// stand behind :=.
func (l *lowering) lowerValues() []edit { return l.lowerAs(false) }

func (l *lowering) lowerAs(whole bool) []edit {
	l.edits, l.called, l.hoisted, l.started, l.counted = nil, nil, nil, nil, nil
	for id, name := range l.rename {
		if id.Name != name {
			l.replace(id.Pos(), id.End(), name)
		}
	}
	if l.it.decl != nil {
		ast.Walk(l, l.it.decl)
	} else {
		l.count([]ast.Stmt{l.it.stmt})
		if whole {
			l.receives([]ast.Stmt{l.it.stmt})
		}
		ast.Walk(l, l.it.stmt)
	}
	return l.edits
}

func (l *lowering) replace(from, to token.Pos, text string) {
	l.edits = append(l.edits, edit{l.it.off(from), l.it.off(to), text})
}

func (l *lowering) insert(at token.Pos, text string) { l.replace(at, at, text) }

// Visit lowers the nodes that need it.
func (l *lowering) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.GenDecl:
		l.constants(n)
	case *ast.FuncDecl:
		if n.Body != nil {
			l.inFunction(n.Body)
		}
		return nil
	case *ast.FuncLit:
		l.closure(n)
		ast.Walk(l, n.Type)
		l.inFunction(n.Body)
		return nil
	case *ast.ForStmt:
		l.insert(n.Body.Lbrace+1, poll)
		l.forLoop(n)
		l.markLoop(n)
	case *ast.RangeStmt:
		l.insert(n.Body.Lbrace+1, poll)
		if slices.Contains(l.counted, n) {
			ast.Walk(l, n.Body)
			return nil
		}
		l.rangeLoop(n)
	case *ast.BranchStmt:
		if n.Tok == token.GOTO {
			l.insert(n.Pos(), poll[1:])
		}
	case *ast.BlockStmt:
		l.mark(n.List)
		l.count(n.List)
		l.receives(n.List)
	case *ast.CaseClause:
		l.mark(n.Body)
		l.count(n.Body)
		l.receives(n.Body)
	case *ast.SelectStmt:
		l.selection(n)
	case *ast.CommClause:
		l.communication(n)
		return nil
	case *ast.ExprStmt:
		if isReceive(n.X) && l.function == 0 {
			l.wait(n)
		}
	case *ast.SendStmt:
		if l.function == 0 {
			l.wait(n)
		}
	case *ast.AssignStmt:
		if l.function > 0 {
			break
		}
		if into := l.received(n); into != "" {
			l.insert(n.End(), ": "+into+selectEnd)
		}
	case *ast.CallExpr:
		l.call(n)
	case *ast.GoStmt:
		l.spawn(n)
	case *ast.DeferStmt:
		l.deferred(n)
	}
	return l
}

func (l *lowering) inFunction(body *ast.BlockStmt) {
	l.prologue(body)
	outer, unmarked := l.body, l.unmarked
	l.function++
	l.body, l.unmarked = body, unmarked || slices.Contains(l.started, body)
	ast.Walk(l, body)
	l.body, l.unmarked = outer, unmarked
	l.function--
}

// prologue polls at the start of functions that call others: the rest cannot
// recurse, and has polls in its loops. A goroutine gets to its first statement
// in any case: it may be the deferred call that somebody waits for.
func (l *lowering) prologue(body *ast.BlockStmt) {
	if slices.Contains(l.started, body) {
		return
	}
	calls := false
	ast.Inspect(body, func(n ast.Node) bool {
		_, ok := n.(*ast.CallExpr)
		calls = calls || ok
		return !calls
	})
	if calls {
		l.insert(body.Lbrace+1, poll)
	}
}

// call sends the predeclared functions that need it to the helpers.
func (l *lowering) call(n *ast.CallExpr) {
	if lit, ok := n.Fun.(*ast.FuncLit); ok && !l.hoisted[lit] {
		l.called = append(l.called, lit)
	}
	id, ok := n.Fun.(*ast.Ident)
	if !ok || !l.plain[id] {
		return
	}
	if helper := helpers[id.Name]; helper != "" {
		l.replace(id.Pos(), id.End(), helper)
	}
	if id.Name == "recover" {
		l.insert(n.Pos(), rt+".Recovered(")
		l.insert(n.End(), ")")
	}
}

// helpers stand in for predeclared functions.
var helpers = map[string]string{"print": rt + ".Print", "println": rt + ".Println"}

// spawn starts goroutines by way of compiled code, which catches a panic that
// would end the process, and which is given the function at once: yaegi looks
// for it when the goroutine runs, and may find that of the next iteration.
func (l *lowering) spawn(n *ast.GoStmt) {
	open := rt + ".Go(" + strconv.Itoa(l.marks.add(markedPlace{at: l.it.at(n)})) + ", func() func() { return "
	lit, ok := n.Call.Fun.(*ast.FuncLit)
	if ok {
		l.started = append(l.started, lit.Body)
	}
	if !ok || lit.Type.Params.NumFields()+lit.Type.Results.NumFields() > 0 {
		l.hoist(n, n.Call, open+"func() { ", " } }())", true)
		return
	}
	l.called = append(l.called, lit)
	l.replace(n.Pos(), lit.Pos(), open)
	l.replace(lit.End(), n.End(), " }())")
}

// deferred makes a deferred call at the top level wait for the end of the
// cell, and fixes the arguments of the others: yaegi looks at them only when
// the call is made.
func (l *lowering) deferred(n *ast.DeferStmt) {
	if l.function == 0 {
		l.hoist(n, n.Call, rt+".Defer(func() func() { return func() { ", " } }())", true)
		return
	}
	switch fun := n.Call.Fun.(type) {
	case *ast.Ident:
		if l.plain[fun] {
			return
		}
		if !l.known[fun] {
			// As a literal that is deferred: yaegi takes no other function value.
			l.hoist(n, n.Call, "defer func() { ", " }()", true)
			return
		}
	case *ast.FuncLit:
		if n.Call.Args == nil && fun.Type.Results == nil && !recovers(fun.Body) {
			// By way of compiled code, for the variables of this iteration. A
			// literal that recovers has to be called by yaegi.
			f := mark + "f" + strconv.Itoa(l.it.off(n.Pos()))
			l.hold(fun)
			l.replace(n.Pos(), fun.Pos(), "{ "+f+" := ")
			l.replace(fun.End(), n.End(), "; defer "+rt+".Call("+f+") }")
			return
		}
	case *ast.SelectorExpr:
	default:
		return
	}
	if len(n.Call.Args) > 0 {
		l.hoist(n, n.Call, "defer ", "", false)
	}
}

// hoist evaluates the operands of a call where a statement stands, and makes
// the call between open and end:
//
//	{ ˑf1 := f; ˑa1 := x; open ˑf1(ˑa1) end }
//
// Operands that never change stay in the call, because a temporary would fix
// the type of a constant. The function itself is an operand if fun is set.
func (l *lowering) hoist(n ast.Stmt, call *ast.CallExpr, open, end string, fun bool) {
	id := strconv.Itoa(l.it.off(n.Pos()))
	var kept []ast.Expr
	var names []string
	keep := func(e ast.Expr, name string) string {
		kept = append(kept, e)
		names = append(names, name)
		return name
	}
	var args string
	callee := ""
	switch text, fixed := l.fixed(call.Fun); {
	case fixed:
		callee = text
	case fun:
		if lit, ok := call.Fun.(*ast.FuncLit); ok {
			l.hold(lit)
		}
		callee = keep(call.Fun, mark+"f"+id)
	default:
		kept, names = append(kept, call.Fun), append(names, "") // stays in place, see below
	}
	for i, a := range call.Args {
		text, fixed := l.fixed(a)
		if !fixed {
			text = keep(a, mark+"a"+id+"_"+strconv.Itoa(i))
		}
		if i > 0 {
			args += ", "
		}
		args += text
	}
	if call.Ellipsis.IsValid() {
		args += "..."
	}
	if len(names) > 0 && names[0] == "" {
		l.hoistArgs(n, call, kept[1:], names[1:], open, args)
		return
	}
	at, text := n.Pos(), "{ "
	for i, e := range kept {
		l.replace(at, e.Pos(), text+names[i]+" := ")
		at, text = e.End(), "; "
	}
	l.replace(at, n.End(), text+open+callee+"("+args+")"+end+" }")
}

// hold notes that a literal is not called where it stands, as its syntax says.
func (l *lowering) hold(lit *ast.FuncLit) {
	if l.hoisted == nil {
		l.hoisted = map[*ast.FuncLit]bool{}
	}
	l.hoisted[lit] = true
}

// recovers reports whether a function body calls recover itself.
func recovers(body *ast.BlockStmt) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			found = found || n.Name == "recover"
		}
		return !found
	})
	return found
}

// hoistArgs is hoist for a function that has to stay where it is, behind the
// keyword: the operands are repeated in front of it.
func (l *lowering) hoistArgs(n ast.Stmt, call *ast.CallExpr, kept []ast.Expr, names []string, open, args string) {
	if len(kept) == 0 {
		return
	}
	text := "{ "
	for i, e := range kept {
		text += names[i] + " := " + l.rendered(e) + "; "
	}
	l.replace(n.Pos(), call.Fun.Pos(), text+open)
	l.replace(call.Lparen, n.End(), "("+args+") }")
}

// rendered returns an operand as it reads after the edits made so far and
// those inside it.
func (l *lowering) rendered(e ast.Expr) string {
	inner := &lowering{it: l.it, rename: nil, plain: l.plain, known: l.known, function: l.function, body: l.body, ranges: l.ranges, types: l.types, field: l.field, marks: l.marks, unmarked: l.unmarked}
	for id, name := range l.rename {
		if id.Name != name && e.Pos() <= id.Pos() && id.End() <= e.End() {
			inner.replace(id.Pos(), id.End(), name)
		}
	}
	ast.Walk(inner, e)
	var w writer
	w.write(l.it.src, l.it.off(e.Pos()), l.it.off(e.End()), inner.edits)
	return w.buf.String()
}

// fixed returns the text of an operand that always has the same value: a
// literal, a constant, a function, a member of a package.
func (l *lowering) fixed(e ast.Expr) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Value, true
	case *ast.UnaryExpr:
		text, ok := l.fixed(e.X)
		return e.Op.String() + text, ok && (e.Op == token.SUB || e.Op == token.ADD)
	case *ast.Ident:
		if l.plain[e] && helpers[e.Name] != "" {
			return helpers[e.Name], true
		}
		if l.plain[e] || l.known[e] {
			if to, ok := l.rename[e]; ok {
				return to, true
			}
			return e.Name, true
		}
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok && l.known[id] {
			to, ok := l.rename[id]
			return to + "." + e.Sel.Name, ok
		}
	}
	return "", false
}
