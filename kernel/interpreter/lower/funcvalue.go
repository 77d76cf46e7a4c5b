package lower

import (
	"fmt"
	"go/ast"
	"go/types"
)

// staticFunc finds the function that an expression names; nil if it is not the
// name of one, or a method.
func (f *fn) staticFunc(e ast.Expr) (*ast.Ident, *types.Func) {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		if f.info.Selections[e] != nil {
			return nil, nil
		}
		id = e.Sel
	case *ast.IndexExpr:
		return f.staticFunc(e.X)
	case *ast.IndexListExpr:
		return f.staticFunc(e.X)
	default:
		return nil, nil
	}
	obj, _ := f.object(id).(*types.Func)
	return id, obj
}

// funcName returns the emitted name of a function; ours is false for a compiled
// one.
func (f *fn) funcName(id *ast.Ident, obj *types.Func) (name string, ours bool) {
	if isGeneric(obj) {
		return f.generic(id, obj), true
	}
	if name, ok := f.globalOf(obj); ok {
		return name, true
	}
	if isOverlay(obj.Pkg()) {
		return f.overlayFunc(obj), true
	}
	return f.pkg(obj.Pkg().Path()) + "." + obj.Name(), false
}

// funcValue writes a function that is named where it is not called. In yaegi
// the name of an interpreted function is a piece of syntax tree, which it hands
// out in places as it is; a variable that holds a literal is a function
// everywhere.
func (f *fn) funcValue(id *ast.Ident, obj *types.Func) string {
	name, ours := f.funcName(id, obj)
	if !ours {
		return name
	}
	value, ok := f.values[name]
	if ok {
		return value
	}
	value = f.temp("v") + "_" + obj.Name()
	f.values[name] = value
	f.undo(func() { delete(f.values, name) })
	sig := f.typeOf(id).(*types.Signature)
	params, args := f.forwardParams(sig)
	fmt.Fprintf(&f.decls, "var %s %s\n", value, f.rep(sig))
	fmt.Fprintf(&f.start, "%s = func(%s)%s { %s%s(%s) }\n", value, params, f.unit.results(sig.Results()), returns(sig), name, args)
	return value
}
