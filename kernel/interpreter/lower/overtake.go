package lower

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// site is the statement that is being lowered, and what is known of the
// expression in it that may fail.
type site struct {
	node   ast.Node // what is marked
	number int      // of its mark
	silent bool     // marks are written by who lowers around

	held map[ast.Expr]noise // see overtaken
	lost bool               // which access comes first is not known any more

	notes  []string           // operands that are noted before it
	when   []strand.Condition // under which alone it is evaluated
	header bool               // it is in the header of a loop
	unsure bool               // nobody knows whether it is evaluated
}

// noise tells whether a call writes marks.
type noise bool

// overtaken finds the calls of a statement behind which it may still fail, and
// that write marks of their own: the number of the statement is written again
// when they have returned. That takes a statement, and so what they return goes
// to a variable first, as does what anything returns that is called before.
func (f *fn) overtaken(s ast.Node) map[ast.Expr]noise {
	w := &overtaking{f: f}
	w.visit(evaluated(s))
	if w.last == 0 {
		return nil
	}
	held := map[ast.Expr]noise{}
	for i, e := range w.calls[:w.last] {
		held[e] = w.noises[i]
	}
	return held
}

// evaluated is the part of a statement that its mark stands for.
func evaluated(s ast.Node) ast.Node {
	var e ast.Expr
	switch s := s.(type) {
	case *ast.IfStmt:
		e = s.Cond
	case *ast.SwitchStmt:
		e = s.Tag
	case *ast.RangeStmt:
		e = s.X
	case *ast.TypeSwitchStmt:
		return s.Assign
	case *ast.SelectStmt:
		return nil
	default:
		return s
	}
	if e == nil {
		return nil
	}
	return e
}

// overtaking looks through a statement in the order of evaluation.
type overtaking struct {
	f      *fn
	calls  []ast.Expr
	noises []noise
	noisy  int // how many calls there are up to the last that writes marks
	last   int // noisy, when something was met that may fail
}

func (w *overtaking) fail(may bool) {
	if may {
		w.last = w.noisy
	}
}

func (w *overtaking) call(e ast.Expr, n noise) {
	w.calls, w.noises = append(w.calls, e), append(w.noises, n)
	if n {
		w.noisy = len(w.calls)
	}
}

func (w *overtaking) visit(root ast.Node) {
	if root == nil {
		return
	}
	var stack []ast.Node
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			w.leave(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			return true
		}
		switch n.(type) {
		case *ast.FuncLit, *ast.BlockStmt:
			return false
		}
		stack = append(stack, n)
		return true
	})
}

// leave is told of a node when its operands have been evaluated.
func (w *overtaking) leave(n ast.Node) {
	f := w.f
	switch n := n.(type) {
	case *ast.CallExpr:
		tv := f.info.Types[n.Fun]
		w.fail(!f.isHarmless(n))
		if !tv.IsType() && !tv.IsBuiltin() {
			w.call(n, noise(!f.isQuietCall(n)))
		}
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			w.call(n, true)
		}
	case *ast.AssignStmt:
		for _, e := range n.Lhs {
			w.fail(f.mayFail(e) || f.storeFails(e))
		}
		w.fail(f.divisionFails(n.Tok, n.Rhs[0]))
	case *ast.IndexExpr:
		w.fail(f.indexFails(n))
	case *ast.StarExpr:
		w.fail(!f.isNotNil(n.X) && !f.info.Types[n].IsType())
	case *ast.SliceExpr, *ast.SendStmt:
		w.fail(true)
	case *ast.TypeAssertExpr:
		w.fail(n.Type != nil)
	case *ast.SelectorExpr:
		w.fail(f.selectionFails(n))
	case *ast.BinaryExpr:
		w.fail(f.divisionFails(n.Op, n.Y))
	}
}

// overtake keeps what a call returns, if that must be.
func (f *fn) overtake(e ast.Expr, call string) string {
	if _, ok := f.held[e]; !ok {
		return call
	}
	if _, many := f.typeOf(e).(*types.Tuple); many {
		return call
	}
	name := f.hold(call)
	f.remark(e)
	return name
}

// remark writes the number of the statement again, behind a call that may have
// written others. It is a new number: what was noted for the old one is gone.
func (f *fn) remark(e ast.Expr) {
	if !f.held[ast.Unparen(e)] {
		return
	}
	f.number = f.markNumber(f.node)
	f.lost = f.lost || len(f.notes) > 0
	f.out.line("%s", f.markText())
}
