package check

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/astutil"
)

// parseAgain parses the declaration of an entry again, to have its body, or to
// call what it uses by other names. dots are names that came from a dot
// import, by position, with the path.
func (t *trial) parseAgain(in *included, f *file, renames, dots map[token.Pos]string) ast.Decl {
	items, _ := parseDecl(in.src, chunk{lo: in.lo, hi: in.hi})
	var decl ast.Decl
	for _, it := range items {
		if decl = declOf(it.decl, in.pos); decl != nil {
			break
		}
	}
	if decl == nil {
		return in.spec
	}
	if fd, ok := decl.(*ast.FuncDecl); ok && !in.body {
		fd.Body = nil
	}
	if len(renames) == 0 && len(dots) == 0 {
		return decl
	}
	astutil.Apply(decl, func(c *astutil.Cursor) bool {
		switch n := c.Node().(type) {
		case *ast.StructType:
			for _, field := range n.Fields.List {
				if field.Names == nil {
					t.nameEmbedded(field, f, renames)
				}
			}
		case *ast.Ident:
			if path, ok := dots[n.NamePos]; ok {
				c.Replace(&ast.SelectorExpr{X: &ast.Ident{Name: path, NamePos: n.NamePos}, Sel: n})
				return false
			}
			if name, ok := renames[n.NamePos]; ok {
				n.Name = name
			}
		}
		return true
	}, nil)
	return decl
}

// nameEmbedded keeps the name of an embedded field whose type is called
// otherwise now.
func (t *trial) nameEmbedded(n *ast.Field, f *file, renames map[token.Pos]string) {
	typ := &n.Type
	if star, ok := n.Type.(*ast.StarExpr); ok {
		typ = &star.X
	}
	id := baseIdent(*typ)
	if id == nil || renames[id.NamePos] == "" {
		return
	}
	f.use(embedName, embedPath)
	*typ = t.values.embed(id.Name, *typ)
}

// declOf returns what of a declaration declares the name at pos.
func declOf(d ast.Decl, pos token.Pos) ast.Decl {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.Pos() == pos {
			return d
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.Pos() == pos {
				return &ast.GenDecl{Doc: d.Doc, TokPos: d.TokPos, Tok: d.Tok, Specs: []ast.Spec{s}}
			}
		}
	}
	return nil
}
