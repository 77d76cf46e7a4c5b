package symbols

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"
)

// fieldDoc returns the documentation of a field or of an interface's method,
// which is part of the declaration of its type; "" if that has none such.
func fieldDoc(typeName, doc, name string) string {
	declaration, _, _ := strings.Cut(doc, "\n\n")
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", "package p; "+declaration, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "" // the outline of a type has no fields
	}
	for _, d := range f.Decls {
		field := fieldOf(d, name)
		if field == nil {
			continue
		}
		var b bytes.Buffer
		_ = printer.Fprint(&b, fset, field.Type) // a Buffer takes all
		head := "field " + name + " " + b.String()
		if _, ok := field.Type.(*ast.FuncType); ok && strings.HasPrefix(b.String(), "func(") && isInterface(d) {
			head = "func (" + typeName + ") " + name + strings.TrimPrefix(b.String(), "func")
		}
		comment := field.Doc.Text() + field.Comment.Text()
		return strings.TrimSpace(head + "\n\n" + comment)
	}
	return ""
}

// fieldOf finds a field or method in the declaration of a type.
func fieldOf(d ast.Decl, name string) *ast.Field {
	var list *ast.FieldList
	switch t := typeOf(d).(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return nil
	}
	for _, field := range list.List {
		for _, id := range field.Names {
			if id.Name == name {
				return field
			}
		}
		if len(field.Names) == 0 && embedded(field.Type) == name {
			return field
		}
	}
	return nil
}

// embedded is the name of a field that is declared by its type alone.
func embedded(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.StarExpr:
		return embedded(t.X)
	case *ast.SelectorExpr:
		return t.Sel.Name
	case *ast.IndexExpr:
		return embedded(t.X)
	}
	return ""
}

func typeOf(d ast.Decl) ast.Expr {
	if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE && len(g.Specs) == 1 {
		return g.Specs[0].(*ast.TypeSpec).Type
	}
	return nil
}

func isInterface(d ast.Decl) bool {
	_, ok := typeOf(d).(*ast.InterfaceType)
	return ok
}
