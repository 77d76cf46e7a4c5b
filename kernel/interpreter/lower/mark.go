package lower

import (
	"go/ast"
	"go/token"
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
		*ast.IfStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.DeferStmt, *ast.GoStmt, *ast.ForStmt, *ast.SelectStmt:
		if f.mayFail(s) {
			f.markExpr(s)
		}
	}
}

func (f *fn) markExpr(n ast.Node) {
	if number := f.markNumber(n); number > 0 {
		f.out.line("%s", strand.MarkText(rt, at, number))
	}
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
			tv := f.info.Types[n.X]
			found = tv.IsValue() && !f.isGenericFunc(n.X)
		case *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr, *ast.SendStmt:
			found = true
		case *ast.UnaryExpr:
			found = n.Op == token.ARROW
		case *ast.SelectorExpr:
			if sel := f.info.Selections[n]; sel != nil {
				found = isPointer(sel.Recv()) || sel.Indirect()
			}
		case *ast.BinaryExpr:
			found = divides(n.Op) && f.info.Types[n.Y].Value == nil
		case *ast.AssignStmt:
			found = divides(n.Tok) && f.info.Types[n.Rhs[0]].Value == nil
		}
		return !found
	})
	return found
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
	return f.isStatic(call) && !f.callsCompiled(call) && !f.isMethodCall(call)
}

func divides(t token.Token) bool {
	switch t {
	case token.QUO, token.REM, token.QUO_ASSIGN, token.REM_ASSIGN, token.SHL, token.SHR, token.SHL_ASSIGN, token.SHR_ASSIGN:
		return true
	}
	return false
}
