package check

import (
	"go/ast"
	"go/types"
)

// uses lists the identifiers below a node that mean something outside of it:
// what cells declared, packages, names that a dot import brought.
func (f *finisher) uses(root ast.Node) (list []use) {
	info := f.trial.info
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if key := f.keyOf(info.Uses[n]); key != "" {
				list = append(list, use{n.Pos(), plain(n.Name), key})
			}
		case *ast.SelectorExpr:
			id, ok := n.X.(*ast.Ident)
			if ok && id.Pos() == n.Sel.Pos() { // ours, for a dot import
				if p, ok := info.Uses[id].(*types.PkgName); ok {
					list = append(list, use{n.Sel.Pos(), n.Sel.Name, dotKey + p.Imported().Path()})
				}
				return false
			}
			if s := info.Selections[n]; s != nil {
				if len(s.Index()) > 1 {
					list = append(list, use{n.Sel.Pos(), n.Sel.Name, promotedKey + n.Sel.Name})
				}
				if m, ok := s.Obj().(*types.Func); ok && f.keys[m.Origin()] != "" {
					list = append(list, use{n.Sel.Pos(), n.Sel.Name, f.keys[m.Origin()]})
				}
			}
			ast.Inspect(n.X, visit)
			return false
		}
		return true
	}
	ast.Inspect(root, visit)
	return list
}

func (f *finisher) keyOf(obj types.Object) string {
	switch o := obj.(type) {
	case nil:
		return ""
	case *types.PkgName:
		switch path := o.Imported().Path(); path {
		case valuesPath, embedPath:
			return ""
		default:
			return importKey + path
		}
	case *types.Func:
		obj = o.Origin()
	}
	if key := f.keys[obj]; key != "" {
		return key
	}
	if p := obj.Pkg(); p != nil && p != f.trial.pkg && obj.Parent() == p.Scope() {
		return dotKey + p.Path()
	}
	return ""
}
