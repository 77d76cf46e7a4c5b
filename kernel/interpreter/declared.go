package interpreter

import (
	"go/ast"
	"go/token"
	"strings"
)

// declared tells whether a name is an integer wherever the item declares it,
// and whether the item says so. It knows no scopes: if two variables of one
// name differ nothing is sure.
func (l *lowering) declared(name string) (isInt, sure bool) {
	if l.asking[name] {
		return false, false
	}
	if l.asking == nil {
		l.asking = map[string]bool{}
	}
	l.asking[name] = true
	defer delete(l.asking, name)
	v := verdict{}
	ast.Inspect(l.it.node(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				if id.Name == name {
					v.add(integerType(n.Type))
				}
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				switch {
				case id.Name != name:
				case n.Type != nil:
					v.add(integerType(n.Type))
				case len(n.Values) == len(n.Names):
					v.add(l.integer(n.Values[i]))
				default:
					v.add(false, false)
				}
			}
		case *ast.AssignStmt:
			for i, e := range n.Lhs {
				id, ok := e.(*ast.Ident)
				switch {
				case !ok || id.Name != name || n.Tok != token.DEFINE:
				case len(n.Rhs) == len(n.Lhs):
					v.add(l.integer(n.Rhs[i]))
				default:
					v.add(false, false)
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if id, ok := e.(*ast.Ident); ok && id.Name == name && n.Tok == token.DEFINE {
					v.add(false, false)
				}
			}
		}
		return true
	})
	return v.isInt, v.found && !v.open
}

// verdict gathers what several declarations of a name say.
type verdict struct{ found, isInt, open bool }

func (v *verdict) add(isInt, sure bool) {
	v.open = v.open || !sure || v.found && v.isInt != isInt
	v.found, v.isInt = true, isInt
}

// integerType tells whether the text of a type is that of an integer.
func integerType(t ast.Expr) (isInt, sure bool) {
	switch t := t.(type) {
	case *ast.Ident:
		isInt = isIntegerName(t.Name)
		return isInt, isInt || t.Name == "string"
	case *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.FuncType, *ast.StarExpr, *ast.Ellipsis:
		return false, true
	}
	return false, false
}

func isIntegerName(name string) bool {
	_, predeclared := universe[name]
	return predeclared && (strings.HasPrefix(name, "int") || strings.HasPrefix(name, "uint") || name == "byte" || name == "rune")
}

// node is the item's tree.
func (it *item) node() ast.Node {
	if it.decl != nil {
		return it.decl
	}
	return it.stmt
}

// field tells whether a field is an integer in all struct types of the session
// that have one of that name.
func (c *compiler) field(name string) (isInt, sure bool) {
	v := verdict{}
	for _, e := range c.names {
		if e.kind != aType || e.decl == nil {
			continue
		}
		ast.Inspect(e.decl.item.decl, func(n ast.Node) bool {
			s, ok := n.(*ast.StructType)
			if !ok {
				return true
			}
			for _, f := range s.Fields.List {
				for _, id := range f.Names {
					if id.Name == name {
						v.add(integerType(f.Type))
					}
				}
			}
			return true
		})
	}
	return v.isInt, v.found && !v.open
}
