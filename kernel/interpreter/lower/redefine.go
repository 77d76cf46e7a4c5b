package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"strings"
)

// prologue begins a function: a later definition may have taken its place, and
// an interrupt may end it.
func (f *fn) prologue(name string) {
	if f.redefinable && f.instance == "" && !isOverlayFunc(f) {
		f.hook(name)
	}
	f.poll(f.root.Body)
}

func isOverlayFunc(f *fn) bool { return f.info != f.in.Info }

// hook lets a function be redefined: all who call it, from wherever they keep
// it, come here, and are sent on once a flag is up. To write the new function
// in their place would leave out closures and goroutines that run already.
func (f *fn) hook(name string) {
	flag := f.symbol("F_"+name, reflect.ValueOf(new(bool)))
	next := "next_" + name
	f.hooks[name] = next
	f.undo(func() { delete(f.hooks, name) })
	recv := ""
	if f.root.Recv != nil {
		recv = f.rep(f.typeOf(f.root.Recv.List[0].Type))
	}
	fmt.Fprintf(&f.decls, "var %s func%s\n", next, f.unit.signature(f.sig, recv))
	f.out.line("if *%s { %s%s(%s)%s }", flag, returns(f.sig), next, strings.Join(f.params, ", "), after(f.sig))
}

func after(sig *types.Signature) string {
	if sig.Results().Len() > 0 {
		return ""
	}
	return "; return"
}

// poll puts a poll where recursion passes.
func (f *fn) poll(body *ast.BlockStmt) {
	if f.callsSomething(body) {
		f.pollLine()
	}
}

func (f *fn) callsSomething(body *ast.BlockStmt) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found {
			tv := f.info.Types[call.Fun]
			found = !tv.IsType() && !tv.IsBuiltin()
		}
		return !found
	})
	return found
}

// forward makes the old body of a function call the new one.
func (u *unit) forward(old, next string) {
	hook, ok := u.hooks[old]
	if !ok {
		return
	}
	fmt.Fprintf(&u.start, "%s = %s\n*rt.F_%s = true\n", hook, next, old)
}
