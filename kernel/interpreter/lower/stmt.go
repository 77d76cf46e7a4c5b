package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (f *fn) block(list []ast.Stmt) {
	outer := f.learned
	f.learned = nil
	for _, s := range list {
		f.stmt(s)
	}
	for _, v := range f.learned {
		delete(f.known.notNil, v)
	}
	f.learned = outer
}

func (f *fn) stmt(s ast.Stmt) { f.stmtAt(s, nil) }

// stmtAt lowers a statement with a label, if that is not nil.
func (f *fn) stmtAt(s ast.Stmt, label *ast.LabeledStmt) {
	f.markStmt(s)
	defer f.learn(s)
	switch s := s.(type) {
	case *ast.ExprStmt:
		f.exprStmt(s)
	case *ast.AssignStmt:
		f.assignStmt(s)
	case *ast.IncDecStmt:
		f.out.line("%s%s", f.operand(s.X), s.Tok)
	case *ast.DeclStmt:
		f.declStmt(s.Decl.(*ast.GenDecl))
	case *ast.ReturnStmt:
		f.returnStmt(s)
	case *ast.IfStmt:
		f.ifStmt(s)
	case *ast.ForStmt:
		f.forStmt(s, label)
	case *ast.RangeStmt:
		f.rangeStmt(s, label)
	case *ast.SwitchStmt:
		f.switchStmt(s, label)
	case *ast.TypeSwitchStmt:
		f.typeSwitch(s, label)
	case *ast.SelectStmt:
		f.selectStmt(s, label)
	case *ast.LabeledStmt:
		f.labeled(s)
	case *ast.BranchStmt:
		f.branch(s)
	case *ast.BlockStmt:
		f.out.line("{")
		f.block(s.List)
		f.out.line("}")
	case *ast.GoStmt:
		f.goStmt(s)
	case *ast.DeferStmt:
		f.deferStmt(s)
	case *ast.SendStmt:
		f.send(s)
	case *ast.EmptyStmt:
	default:
		panic(fmt.Sprintf("lower: statement %T", s))
	}
}

func (f *fn) exprStmt(s *ast.ExprStmt) {
	if e, ok := ast.Unparen(s.X).(*ast.UnaryExpr); ok {
		f.out.line("rt.Recv(%s)", f.expr(e.X))
		return
	}
	f.out.line("%s", f.expr(s.X))
}

// declStmt lowers var; types and constants are written out where they are used.
func (f *fn) declStmt(d *ast.GenDecl) {
	if d.Tok != token.VAR {
		return
	}
	for _, spec := range d.Specs {
		f.varSpec(spec.(*ast.ValueSpec))
	}
}

func (f *fn) varSpec(s *ast.ValueSpec) {
	lhs := make([]ast.Expr, len(s.Names))
	for i, id := range s.Names {
		lhs[i] = id
	}
	switch {
	case len(s.Values) == 0:
		for _, id := range s.Names {
			f.zero(id)
		}
	case len(s.Values) == len(s.Names):
		f.assignEach(lhs, s.Values, true)
	default:
		f.assignMany(lhs, s.Values[0], true)
	}
}

// zero declares a variable without a value.
func (f *fn) zero(id *ast.Ident) {
	obj := f.info.Defs[id]
	if obj == nil || id.Name == "_" {
		return
	}
	rep := f.rep(f.apply(obj.Type()))
	name := f.local(obj)
	if _, ok := f.in.Global(obj); ok || f.hoist(obj) {
		f.out.line("%s = *new(%s)", name, rep)
		return
	}
	f.out.line("%s := *new(%s)", name, rep)
}

// reset gives a global its zero value.
func (f *fn) reset(v *types.Var) {
	if name, ok := f.in.Global(v); ok {
		f.out.line("%s = *new(%s)", name, f.rep(v.Type()))
	}
}

func (f *fn) initializer(init *types.Initializer) {
	lhs := make([]ast.Expr, len(init.Lhs))
	for i, v := range init.Lhs {
		id := ast.NewIdent(v.Name())
		f.info.Defs[id] = v
		lhs[i] = id
	}
	if len(lhs) == 1 {
		f.assignEach(lhs, []ast.Expr{init.Rhs}, true)
		return
	}
	f.assignMany(lhs, init.Rhs, true)
}

// result shows the value of the last expression.
func (f *fn) result(e ast.Expr) {
	f.markExpr(e)
	if t, ok := f.typeOf(e).(*types.Tuple); ok {
		names, list := make([]string, t.Len()), make([]string, t.Len())
		for i := range names {
			names[i] = f.temp("t")
			list[i] = f.convert(names[i], t.At(i).Type(), anyType)
		}
		f.out.line("%s := %s", strings.Join(names, ", "), f.expr(e))
		f.out.line("rt.Show(%s)", strings.Join(list, ", "))
		return
	}
	f.out.line("rt.Show(%s)", f.as(e, anyType))
}

func (f *fn) returnStmt(s *ast.ReturnStmt) {
	switch want := f.sig.Results(); {
	case f.yield != nil:
		f.returnFromYield(s)
	case len(s.Results) == 0:
		f.returnResults(f.results)
	case f.defers != "" || f.keepsResults:
		f.setResults(s, want, f.results)
		f.returnResults(f.results)
	case f.watch != nil && len(s.Results) == want.Len() && f.mayFail(s):
		held := f.holdResults(s, want)
		f.returns()
		f.out.line("return %s", strings.Join(held, ", "))
	default:
		returned := f.returned(s, want)
		f.returns()
		f.out.line("return %s", returned)
	}
}

// holdResults evaluates what a return statement returns.
func (f *fn) holdResults(s *ast.ReturnStmt, want *types.Tuple) []string {
	held := make([]string, want.Len())
	for i, e := range s.Results {
		held[i] = f.hold(f.typedValue(e, want.At(i).Type()))
	}
	return held
}

// returned writes what a return statement returns.
func (f *fn) returned(s *ast.ReturnStmt, want *types.Tuple) string {
	if len(s.Results) != want.Len() {
		return f.spreadTo(s.Results[0], want)
	}
	list := make([]string, want.Len())
	for i, e := range s.Results {
		list[i] = f.returnedValue(e, want.At(i).Type())
	}
	return strings.Join(list, ", ")
}

// returnedValue writes one result.
func (f *fn) returnedValue(e ast.Expr, t types.Type) string {
	if f.givesFunc(e) {
		return f.hold(f.as(e, t))
	}
	return f.as(e, t)
}

// givesFunc tells the call of a literal for a function, which yaegi does not
// know to be one where it is returned.
func (f *fn) givesFunc(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, isLit := ast.Unparen(call.Fun).(*ast.FuncLit)
	_, isFunc := f.typeOf(e).Underlying().(*types.Signature)
	return isLit && isFunc
}

// setResults assigns what a return statement returns to variables: all of it
// is evaluated first, since the statement may read them.
func (f *fn) setResults(s *ast.ReturnStmt, want *types.Tuple, results []string) {
	if len(results) == 1 {
		f.out.line("%s = %s", results[0], f.returned(s, want))
		return
	}
	if len(s.Results) != want.Len() {
		f.out.line("%s = %s", strings.Join(results, ", "), f.spreadTo(s.Results[0], want))
		return
	}
	held := f.holdResults(s, want)
	for i, name := range results {
		f.out.line("%s = %s", name, held[i])
	}
}

// spreadTo evaluates a call of several results and converts each.
func (f *fn) spreadTo(e ast.Expr, want *types.Tuple) string {
	got := f.typeOf(e).(*types.Tuple)
	names, list := make([]string, got.Len()), make([]string, got.Len())
	for i := range names {
		names[i] = f.temp("t")
		list[i] = f.convert(names[i], got.At(i).Type(), want.At(i).Type())
	}
	f.out.line("%s := %s", strings.Join(names, ", "), f.expr(e))
	f.remark(e)
	return strings.Join(list, ", ")
}

// scoped writes what an initial statement needs around a statement.
func (f *fn) scoped(init ast.Stmt, write func()) {
	if init == nil {
		write()
		return
	}
	f.out.line("{")
	f.stmt(init)
	write()
	f.out.line("}")
}

func (f *fn) ifStmt(s *ast.IfStmt) {
	f.scoped(s.Init, func() {
		if s.Init != nil {
			f.markExpr(s.Cond)
		}
		f.out.line("if %s {", f.expr(s.Cond))
		f.block(s.Body.List)
		if s.Else != nil {
			f.out.line("} else {")
			f.stmt(s.Else)
		}
		f.out.line("}")
	})
}

// epilogue ends a function whose last statement yaegi may not know to end it.
func (f *fn) epilogue(list []ast.Stmt) {
	if f.sig.Results().Len() == 0 || len(list) == 0 {
		return
	}
	if _, ok := list[len(list)-1].(*ast.ReturnStmt); ok {
		return
	}
	f.out.line("panic(\"unreachable\")")
}
