package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// at is the variable that emitted code writes the number of a statement to.
const at = "at__"

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// markStmt writes down where the program is, before a statement that may fail.
func (f *fn) markStmt(s ast.Stmt) {
	switch s.(type) {
	case *ast.ExprStmt, *ast.AssignStmt, *ast.IncDecStmt, *ast.DeclStmt, *ast.ReturnStmt, *ast.SendStmt,
		*ast.IfStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SelectStmt:
		if !f.silent && f.mayFail(s) {
			f.markExpr(s)
		}
	}
}

func (f *fn) markExpr(n ast.Node) {
	number := f.markNumber(n)
	if number == 0 {
		return
	}
	f.site = site{node: n, number: number, silent: f.silent, header: f.header, unsure: f.unsure}
	f.out.line("%s", f.markText())
	if f.watch == nil {
		f.held = f.overtaken(n)
	}
}

// markText writes down the number of the statement: in the variable of the
// function, if it is watched, and in that of all where others may ask for it,
// which they do of what waits and of compiled code.
func (f *fn) markText() string {
	shared := strand.MarkText(rt, at, f.number)
	if f.watch == nil {
		return shared
	}
	f.watch.marked = true
	own := f.watch.mark + " = " + itoa(int64(f.number))
	if f.mayWait(f.node) {
		return own + "; " + shared
	}
	return own
}

// mayWait reports whether a statement itself may wait, or run compiled code.
func (f *fn) mayWait(s ast.Node) (found bool) {
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.BlockStmt:
			return false
		case *ast.CallExpr:
			found = found || !f.isHarmless(n)
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		case *ast.SendStmt, *ast.SelectStmt, *ast.RangeStmt, *ast.GoStmt, *ast.DeferStmt:
			found = true
		}
		return !found
	})
	return found
}

func (f *fn) markNumber(n ast.Node) int {
	if f.mark == nil {
		return 0
	}
	return f.mark(f.fset, n.Pos(), f.lo, f.hi)
}

// mayFail reports whether a statement itself, not one inside it, may panic.
func (f *fn) mayFail(s ast.Node) (found bool) {
	ast.Inspect(s, func(n ast.Node) bool {
		if found {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BlockStmt:
			return false
		case *ast.CallExpr:
			found = !f.isHarmless(n)
		case *ast.IndexExpr:
			found = f.indexFails(n)
		case *ast.StarExpr:
			found = !f.isNotNil(n.X) && !f.info.Types[n].IsType()
		case *ast.SliceExpr, *ast.SendStmt:
			found = true
		case *ast.TypeAssertExpr:
			found = n.Type != nil
		case *ast.UnaryExpr:
			found = n.Op == token.ARROW
		case *ast.SelectorExpr:
			found = f.selectionFails(n)
		case *ast.BinaryExpr:
			found = f.divisionFails(n.Op, n.Y)
		case *ast.AssignStmt:
			found = f.divisionFails(n.Tok, n.Rhs[0])
			for _, e := range n.Lhs {
				found = found || f.storeFails(e)
			}
		case *ast.IncDecStmt:
			found = f.storeFails(n.X)
		}
		return !found
	})
	return found
}

// indexFails reports whether an index expression may panic where it is read.
func (f *fn) indexFails(e *ast.IndexExpr) bool {
	if !f.info.Types[e.X].IsValue() || f.isGenericFunc(e.X) {
		return false
	}
	if m, ok := f.typeOf(e.X).Underlying().(*types.Map); ok {
		return !isPlain(m.Key()) // whose values may not be comparable
	}
	return !f.isWithin(e.X, e.Index)
}

// isPlain reports whether all values of a type can be compared.
func isPlain(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// storeFails reports whether an assignment may panic because of its place
// alone: an element of a nil map.
func (f *fn) storeFails(e ast.Expr) bool {
	x, ok := ast.Unparen(e).(*ast.IndexExpr)
	if !ok {
		return false
	}
	_, ok = f.typeOf(x.X).Underlying().(*types.Map)
	return ok && !f.isNotNil(x.X)
}

// selectionFails reports whether a selector may meet a nil pointer.
func (f *fn) selectionFails(e *ast.SelectorExpr) bool {
	sel := f.info.Selections[e]
	if sel == nil {
		return false
	}
	if len(sel.Index()) > 1 || len(f.subst) > 0 {
		return isPointer(sel.Recv()) || sel.Indirect()
	}
	if !isPointer(sel.Recv()) {
		return false
	}
	m, ok := sel.Obj().(*types.Func)
	return !(ok && isPointer(recvType(m))) && !f.isNotNil(e.X)
}

func (f *fn) divisionFails(op token.Token, y ast.Expr) bool {
	if f.info.Types[y].Value != nil {
		return false
	}
	switch op {
	case token.QUO, token.REM, token.QUO_ASSIGN, token.REM_ASSIGN:
		b, ok := f.typeOf(y).Underlying().(*types.Basic)
		return !ok || b.Info()&types.IsInteger != 0
	case token.SHL, token.SHR, token.SHL_ASSIGN, token.SHR_ASSIGN:
		b, ok := f.typeOf(y).Underlying().(*types.Basic)
		return !ok || b.Info()&types.IsUnsigned == 0
	}
	return false
}

// isHarmless reports whether a call cannot fail.
func (f *fn) isHarmless(call *ast.CallExpr) bool {
	tv := f.info.Types[call.Fun]
	if tv.IsType() {
		return true
	}
	if tv.IsBuiltin() {
		switch builtinName(call.Fun) {
		case "append", "len", "cap", "min", "max", "new", "recover", "print", "println", "real", "imag", "complex", "copy":
			return true
		}
		return false
	}
	// A function of ours marks what fails in it.
	return f.callsOurs(call)
}

// callsOurs reports whether a call is known to be one of a function or method
// that is interpreted.
func (f *fn) callsOurs(call *ast.CallExpr) bool {
	if f.callsCompiled(call) {
		return false
	}
	if !f.isMethodCall(call) {
		return f.isStatic(call)
	}
	sel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	s := f.info.Selections[sel]
	return len(f.subst) == 0 && !types.IsInterface(s.Recv()) && !types.IsInterface(recvType(s.Obj().(*types.Func)))
}
