package interpreter

import (
	"go/ast"
	"slices"
)

// closure lets a function literal be made in a frame of its own:
//
//	func() func(int) string { return func(n int) string { … } }()
//
// yaegi keeps what a literal evaluates to in the frame of the function around
// it, and comes back to that frame when the closure returns. There it waits
// for ever if the function's deferred calls are running; it takes a closure
// away that another goroutine is about to call; and it mixes up the variables
// of iterations when the closure goes to compiled code.
func (l *lowering) closure(n *ast.FuncLit) {
	if slices.Contains(l.called, n) {
		return // and gone before anything of that can happen
	}
	l.insert(n.Pos(), "func() "+l.rendered(n.Type)+" { return ")
	l.insert(n.End(), " }()")
}
