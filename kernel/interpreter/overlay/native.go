package overlay

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
)

// shim is an importer that knows package native as well.
type shim struct {
	types.Importer
	fset  *token.FileSet
	files []*ast.File // that import it
}

func (s *shim) Import(path string) (*types.Package, error) {
	if path == Native {
		return s.native()
	}
	return s.Importer.Import(path)
}

// native returns package native as far as the overlay uses it: the
// declarations that it names, without their bodies.
//
// # Why from source, and only in part
//
// A package made of its own source cannot differ from it. And what is left out
// needs no imports: to sort a slice takes nothing of database/sql.
func (s *shim) native() (*types.Package, error) {
	files, err := parse("native", s.fset)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, f := range s.files {
		for name := range usedFrom("native", f) {
			wanted[name] = true
		}
	}
	funcs := make([][]ast.Decl, len(files))
	for i, f := range files {
		funcs[i] = declarations(f, wanted)
	}
	for i, f := range files { // once it is known which types the functions take
		reduce(f, append(typesOf(f, wanted), funcs[i]...))
	}
	conf := config(s.Importer)
	pkg, err := conf.Check(Native, s.fset, files, nil)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	return pkg, nil
}

// declarations returns the functions of f that are wanted, without bodies, and
// adds to wanted what their signatures name.
func declarations(f *ast.File, wanted map[string]bool) []ast.Decl {
	var kept []ast.Decl
	for _, d := range f.Decls {
		d, ok := d.(*ast.FuncDecl)
		if !ok || d.Recv != nil || !wanted[d.Name.Name] {
			continue
		}
		kept = append(kept, &ast.FuncDecl{Name: d.Name, Type: d.Type})
		ast.Inspect(d.Type, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				wanted[id.Name] = true
			}
			return true
		})
	}
	return kept
}

// typesOf returns the type declarations of f that are wanted.
func typesOf(f *ast.File, wanted map[string]bool) []ast.Decl {
	var kept []ast.Decl
	for _, d := range f.Decls {
		d, ok := d.(*ast.GenDecl)
		if !ok || d.Tok != token.TYPE {
			continue
		}
		for _, s := range d.Specs {
			if name := s.(*ast.TypeSpec).Name; name.IsExported() && wanted[name.Name] {
				kept = append(kept, &ast.GenDecl{Tok: token.TYPE, TokPos: d.TokPos, Specs: []ast.Spec{s}})
			}
		}
	}
	return kept
}

// reduce leaves in f these declarations and the imports that they need.
func reduce(f *ast.File, decls []ast.Decl) {
	f.Decls = decls
	for _, spec := range f.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if len(usedFrom(path.Base(name), f)) > 0 {
			imp := &ast.GenDecl{Tok: token.IMPORT, TokPos: spec.Pos(), Specs: []ast.Spec{spec}}
			f.Decls = append([]ast.Decl{imp}, f.Decls...)
		}
	}
}

// usedFrom returns the names after "pkg." in a file.
func usedFrom(pkg string, f *ast.File) map[string]bool {
	used := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == pkg {
				used[sel.Sel.Name] = true
			}
		}
		return true
	})
	return used
}
