package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"strings"
)

// prologue begins a function: an interrupt may end it, and a later definition
// may take its place.
func (f *fn) prologue(name string, sig *types.Signature) {
	f.poll(f.root.Body)
	if !f.redefinable {
		return
	}
	flag := f.symbol("F_"+name, reflect.ValueOf(new(bool)))
	f.hooks[name] = "next_" + name
	f.undo(func() { delete(f.hooks, name) })
	recv := ""
	var list []string
	for _, fields := range []*ast.FieldList{f.root.Recv, f.root.Type.Params} {
		if fields == nil {
			continue
		}
		for _, field := range fields.List {
			for _, id := range field.Names {
				list = append(list, f.local(f.info.Defs[id]))
			}
		}
	}
	_ = recv
	_ = flag
	_ = list
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
	fmt.Fprintf(&u.start, "%s = %s\n*rt.F_%s = true\n", hook, next, strings.TrimPrefix(old, ""))
}
