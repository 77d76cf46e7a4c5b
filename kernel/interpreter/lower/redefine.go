package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// prologue begins a function: an interrupt may end it, if it may come back to
// itself, and a later definition may have taken its place.
func (f *fn) prologue(name string) {
	if f.comesBack(f.root.Body) {
		f.pollLine()
	} else {
		f.leafs[name] = true
		f.undo(func() { delete(f.leafs, name) })
	}
	if !f.fixed && f.instance == "" && f.info == f.in.Info {
		f.hook(name)
	}
}

// hook lets a function be redefined: all who call it, from wherever they keep
// it, come here, and are sent on once a flag is up. To write the new function
// in their place would leave out closures and goroutines that run already.
func (f *fn) hook(name string) {
	gone := "gone" + separator + name
	next := f.nextOf(name)
	fmt.Fprintf(&f.decls, "var %s bool\n", gone)
	f.out.line("if %s { %s%s(%s)%s }", gone, returns(f.sig), next, strings.Join(f.params, ", "), after(f.sig))
	f.hooks[name] = fmt.Sprintf("%s = %%s\n%s = true\n", next, gone)
	f.undo(func() { delete(f.hooks, name) })
}

// nextOf returns the variable that holds what has taken the place of a
// function. All that took the place of one another share it: who still calls
// the first one comes to the last at once.
func (f *fn) nextOf(name string) string {
	next := ""
	for _, p := range f.in.Forward {
		if p[1] == name {
			next = f.nexts[p[0]]
		}
	}
	if next == "" {
		recv := ""
		if f.root.Recv != nil {
			recv = f.rep(f.typeOf(f.root.Recv.List[0].Type))
		}
		next = "next" + separator + name
		fmt.Fprintf(&f.decls, "var %s func%s\n", next, f.unit.signature(f.sig, recv))
	}
	f.nexts[name] = next
	f.undo(func() { delete(f.nexts, name) })
	return next
}

func after(sig *types.Signature) string {
	if sig.Results().Len() > 0 {
		return ""
	}
	return "; return"
}

// forward makes the old body of a function call the new one.
func (u *unit) forward(old, next string) {
	hook, ok := u.hooks[old]
	if !ok {
		return
	}
	fmt.Fprintf(&u.start, hook, next)
	u.gone = append(u.gone, old, "gone"+separator+old)
	held := u.nexts[old]
	delete(u.hooks, old)
	delete(u.nexts, old)
	u.undo(func() { u.hooks[old], u.nexts[old] = hook, held })
}

// poll begins a literal.
func (f *fn) poll(body *ast.BlockStmt) {
	if f.comesBack(body) {
		f.pollLine()
	}
}

// comesBack reports whether a call of a function may, by way of what it calls,
// call it again: then it has to poll, as loops have.
func (f *fn) comesBack(body *ast.BlockStmt) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found {
			found = f.mayComeBack(call)
		}
		return !found
	})
	return found
}

func (f *fn) mayComeBack(call *ast.CallExpr) bool {
	tv := f.info.Types[call.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		return false
	}
	var obj types.Object
	switch e := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		obj = f.object(e)
	case *ast.SelectorExpr:
		if s := f.info.Selections[e]; s != nil && types.IsInterface(s.Recv()) {
			return true
		}
		obj = f.object(e.Sel)
	}
	fun, ok := obj.(*types.Func)
	if !ok || isGeneric(fun) {
		return true
	}
	if name, ours := f.globalOf(fun); ours {
		return !f.leafs[name] || len(f.in.Forward) > 0 // which may have closed a circle
	}
	return f.callsBack(call)
}

// callsBack reports whether a call hands over a function.
func (f *fn) callsBack(call *ast.CallExpr) bool {
	for _, a := range call.Args {
		switch f.typeOf(a).Underlying().(type) {
		case *types.Signature, *types.Interface, *types.Tuple:
			return true
		}
		if !f.isRaw(f.typeOf(a)) {
			return true // it may have methods
		}
	}
	return false
}
