package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"strings"
)

// loop is a statement that break or continue may mean.
type loop struct {
	label  types.Object // nil without one
	again  []string     // what must be done before the next iteration
	isLoop bool
	isFunc *yield // the body became a function
}

// poll lets an interrupt end what follows.
func (f *fn) pollLine() { f.out.line("if stop__ { rt.Poll() }") }

func (f *fn) push(l *loop) { f.loops = append(f.loops, l) }
func (f *fn) pop()         { f.loops = f.loops[:len(f.loops)-1] }

// labelOf writes the label of a statement right in front of what it labels, if
// break or continue mean it.
func (f *fn) labelOf(s *ast.LabeledStmt) (types.Object, string) {
	if s == nil {
		return nil, ""
	}
	obj := f.info.Defs[s.Label]
	if !f.branches[obj] {
		return obj, ""
	}
	return obj, f.labelName(obj) + ":\n"
}

func (f *fn) labelName(obj types.Object) string {
	if name, ok := f.labels[obj]; ok {
		return name
	}
	name := f.temp("L")
	f.labels[obj] = name
	return name
}

func (f *fn) forStmt(s *ast.ForStmt, label *ast.LabeledStmt) {
	f.scoped(s.Init, func() {
		index, n := f.counter(s)
		f.hoisted(f.isQuiet(s), func() { f.bounded(index, n, func() { f.forLoop(s, label) }) })
	})
}

// forLoop writes a loop whose initial statement has run.
func (f *fn) forLoop(s *ast.ForStmt, label *ast.LabeledStmt) {
	obj, text := f.labelOf(label)
	l := &loop{label: obj, isLoop: true}
	header := f.markHeader(s)
	f.forClause(text, s)
	f.pollLine()
	shared := f.renew(l, f.perIteration(s))
	if header != "" {
		l.again = append(l.again, header)
	}
	f.push(l)
	f.block(s.Body.List)
	f.pop()
	for _, a := range l.again {
		f.out.line("%s", a)
	}
	maps.Copy(f.names, shared)
	f.out.line("}")
}

// forClause begins a loop. What must run before its condition or with its post
// statement may be more than yaegi's own clause takes.
func (f *fn) forClause(label string, s *ast.ForStmt) {
	before, cond := "", ""
	f.header = true
	if s.Cond != nil {
		before, cond = f.ahead(func() string { return f.expr(s.Cond) })
	}
	post := f.post(s)
	f.header = false
	switch simple := strings.Count(post, "\n") == 0; {
	case before == "" && simple:
		f.out.line("%sfor ; %s; %s {", label, cond, post)
	case simple:
		f.out.line("%sfor ; ; %s {", label, post)
		f.out.line("%sif !%s { break }", before, paren(cond))
	default:
		first := f.temp("n")
		f.out.line("%s := true", first)
		f.out.line("%sfor {", label)
		f.out.line("if !%s {\n%s\n}\n%s = false", first, post, first)
		if cond != "" {
			f.out.line("%sif !%s { break }", before, paren(cond))
		}
	}
}

// post returns what a loop does at the end of every turn.
func (f *fn) post(s *ast.ForStmt) string {
	if s.Post == nil {
		return ""
	}
	text, _ := f.ahead(func() string {
		f.silent = true
		f.unsure = s.Cond != nil && f.mayFail(s.Cond) // the mark is that of the condition
		f.stmt(s.Post)
		f.silent, f.unsure = false, false
		return ""
	})
	return strings.TrimSpace(text)
}

// renew declares variables anew at the beginning of a turn. It returns what
// they are called outside.
func (f *fn) renew(l *loop, list []types.Object) (shared map[types.Object]string) {
	shared = map[types.Object]string{}
	for _, v := range list {
		outer := f.local(v)
		shared[v] = outer
		delete(f.names, v)
		inner := f.local(v)
		f.out.line("%s := %s", inner, outer)
		l.again = append(l.again, outer+" = "+inner)
	}
	return shared
}

// markHeader marks what may fail in the header of a loop, and returns the line
// that does so again before the next turn: the body may have left other marks.
func (f *fn) markHeader(s *ast.ForStmt) (line string) {
	var n ast.Node
	switch {
	case s.Cond != nil && f.mayFail(s.Cond):
		n = s.Cond
	case s.Post != nil && f.mayFail(s.Post):
		n = s.Post
	default:
		return ""
	}
	if number := f.markNumber(n); number > 0 {
		f.site = site{node: n, number: number}
		line = f.markText()
		f.out.line("%s", line)
	}
	return line
}

func paren(s string) string { return "(" + s + ")" }

// perIteration returns the loop variables of which something may keep one
// beyond an iteration: they are new variables each time, since Go 1.22.
func (f *fn) perIteration(s *ast.ForStmt) (list []types.Object) {
	init, ok := s.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE {
		return nil
	}
	for _, e := range init.Lhs {
		if obj := f.info.Defs[e.(*ast.Ident)]; obj != nil && f.kept[obj] {
			list = append(list, obj)
		}
	}
	return list
}

// analyse notes which variables something may keep: a literal that mentions
// them, or a pointer to them.
func (f *fn) analyse(list []ast.Stmt) {
	for _, s := range list {
		f.observe(s)
		ast.Inspect(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				f.keepAll(n)
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					f.change(e)
				}
			case *ast.IncDecStmt:
				f.change(n.X)
			case *ast.BranchStmt:
				f.useLabel(n)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					f.keepBase(n.X)
				}
			case *ast.SliceExpr:
				f.indexes(n)
				f.keepBase(n.X)
			case *ast.IndexExpr:
				f.indexes(n)
			case *ast.BinaryExpr:
				if n.Op == token.LAND || n.Op == token.LOR {
					f.indexes(n.X)
				}
			case *ast.SelectorExpr:
				if sel := f.info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal {
					f.keepBase(n.X)
				}
			case *ast.DeferStmt, *ast.GoStmt:
				f.keepAll(n)
			case *ast.RangeStmt:
				if t := f.info.TypeOf(n.X); t != nil {
					if _, ok := t.Underlying().(*types.Signature); ok || isTypeParam(t) {
						f.keepAll(n.Body)
					}
				}
			}
			return true
		})
	}
}

// useLabel notes what means a label: goto, or break and continue.
func (f *fn) useLabel(s *ast.BranchStmt) {
	switch {
	case s.Label == nil:
	case s.Tok == token.GOTO:
		f.gotos[f.info.Uses[s.Label]] = true
	default:
		f.branches[f.info.Uses[s.Label]] = true
	}
}

// change notes that a variable, or a part of it, is assigned to.
func (f *fn) change(e ast.Expr) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := f.info.Uses[e].(*types.Var); ok {
			f.changed[v] = true
		}
	case *ast.SelectorExpr:
		f.change(e.X)
	case *ast.IndexExpr:
		f.change(e.X)
	}
}

func isTypeParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

func (f *fn) keepAll(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := f.info.Uses[id].(*types.Var); ok {
				f.kept[v] = true
			}
		}
		return true
	})
}

func (f *fn) keepBase(e ast.Expr) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := f.info.Uses[e].(*types.Var); ok {
			f.kept[v] = true
		}
	case *ast.SelectorExpr:
		f.keepBase(e.X)
	case *ast.IndexExpr:
		f.keepBase(e.X)
	}
}

// labeled lowers a statement with a label, which becomes up to two: yaegi knows
// a label that branches mean only right at the loop, and one that goto means
// only in a block.
func (f *fn) labeled(s *ast.LabeledStmt) {
	obj := f.info.Defs[s.Label]
	if f.gotos[obj] {
		f.out.line("%s_goto:\n{\n}", f.labelName(obj))
		f.pollLine()
	}
	if f.branches[obj] {
		f.out.line("{")
		defer f.out.line("}")
	}
	f.stmtAt(s.Stmt, s)
}

func (f *fn) branch(s *ast.BranchStmt) {
	var obj types.Object
	if s.Label != nil {
		obj = f.info.Uses[s.Label]
	}
	switch s.Tok {
	case token.FALLTHROUGH:
		f.out.line("fallthrough")
	case token.GOTO:
		if f.yield != nil && !f.yield.holds(obj) {
			f.yield.jump(f, s)
			return
		}
		f.out.line("goto %s_goto", f.labelName(obj))
	case token.BREAK:
		f.leave(s, obj, false)
	case token.CONTINUE:
		f.leave(s, obj, true)
	}
}

// leave lowers break and continue.
func (f *fn) leave(s *ast.BranchStmt, label types.Object, again bool) {
	for i := len(f.loops) - 1; i >= 0; i-- {
		l := f.loops[i]
		if label != nil && l.label != label || label == nil && again && !l.isLoop {
			continue
		}
		if l.isFunc != nil {
			l.isFunc.leave(f, again)
			return
		}
		if again {
			for _, a := range l.again {
				f.out.line("%s", a)
			}
		}
		word := "break"
		if again {
			word = "continue"
		}
		if label != nil {
			word += " " + f.labelName(label)
		}
		f.out.line("%s", word)
		return
	}
	if f.yield != nil {
		f.yield.escape(f, s, label, again)
		return
	}
	f.unsupported(s, "%s to a place the interpreter cannot find", s.Tok)
}
