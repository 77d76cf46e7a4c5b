package check

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"runtime"
	"strconv"
	"strings"
)

// assemble makes the file of the group: its imports, its declarations, and a
// function that holds its statements.
func (t *trial) assemble() {
	start := t.src.pos(0)
	for _, it := range t.group.decls {
		if isImport(it) {
			t.own.decls = append(t.own.decls, it.decl)
		}
	}
	for _, path := range t.dots() {
		spec := importSpec(".", dotPath+path, start)
		t.own.decls = append(t.own.decls, &ast.GenDecl{Tok: token.IMPORT, TokPos: start, Specs: []ast.Spec{spec}})
	}
	for _, it := range t.group.decls {
		if !isImport(it) {
			t.own.decls = append(t.own.decls, t.groupDecl(it))
		}
	}
	t.body = t.statements()
	t.own.decls = append(t.own.decls, t.body)
}

// groupDecl returns the declaration of an item, an init function under a name
// that can be called.
func (t *trial) groupDecl(it *item) ast.Decl {
	f, ok := it.decl.(*ast.FuncDecl)
	if !ok || f.Recv != nil {
		return it.decl
	}
	if f.Name.Name == "main" {
		t.main = f
	}
	if f.Name.Name != "init" {
		return f
	}
	name := "init " + strconv.Itoa(len(t.inits)+1)
	f = &ast.FuncDecl{Doc: f.Doc, Name: &ast.Ident{Name: name, NamePos: f.Name.NamePos}, Type: f.Type, Body: f.Body}
	t.inits = append(t.inits, f)
	return f
}

// statements wraps the statements, and the calls that a program begins with,
// into a function.
func (t *trial) statements() *ast.FuncDecl {
	var list []ast.Stmt
	call := func(f *ast.FuncDecl) {
		if f.Type.Params.NumFields() > 0 || f.Type.Results.NumFields() > 0 || f.Type.TypeParams.NumFields() > 0 {
			return
		}
		id := &ast.Ident{Name: f.Name.Name, NamePos: f.Name.NamePos}
		list = append(list, &ast.ExprStmt{X: &ast.CallExpr{Fun: id, Lparen: id.NamePos, Rparen: id.NamePos}})
	}
	for _, f := range t.inits {
		call(f)
	}
	for _, it := range t.group.stmts {
		list = append(list, it.stmt)
	}
	if t.main != nil && t.group.program {
		call(t.main)
	}
	from, to := t.src.pos(0), t.src.pos(len(t.src.code))
	return &ast.FuncDecl{
		Name: &ast.Ident{Name: "_", NamePos: from},
		Type: &ast.FuncType{Func: from, Params: &ast.FieldList{Opening: from, Closing: from}},
		Body: &ast.BlockStmt{Lbrace: from, List: list, Rbrace: to},
	}
}

// check runs the type checker.
func (t *trial) check() {
	var files []*ast.File
	for _, f := range t.order {
		pos := t.src.pos(0)
		name := &ast.Ident{Name: "main", NamePos: pos}
		file := &ast.File{Package: pos, Name: name, Decls: append(f.importDecls(pos), f.decls...), FileStart: pos, FileEnd: t.src.pos(len(t.src.code))}
		files = append(files, file)
	}
	t.pkg = types.NewPackage("main", "main")
	t.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{},
		Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{
		Importer: t, DisableUnusedImportCheck: true, Sizes: types.SizesFor("gc", runtime.GOARCH),
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) {
				t.report(e)
			}
		},
	}
	defer func() {
		if r := recover(); r != nil {
			msg := fmt.Sprintf("the type checker failed on this cell: %v", r)
			t.errs = append(t.errs, types.Error{Fset: t.world.fset, Pos: t.src.pos(0), Msg: msg})
		}
	}()
	types.NewChecker(&conf, t.world.fset, t.pkg, t.info).Files(files)
}

// report takes an error; what begins with a tab belongs to the one before.
func (t *trial) report(e types.Error) {
	more := strings.HasPrefix(e.Msg, "\t")
	if !more {
		t.skip = tolerated(e)
	}
	switch n := len(t.errs); {
	case t.skip:
	case more && n > 0:
		t.errs[n-1].Msg += fmt.Sprintf("\n%s: %s", t.world.fset.Position(e.Pos), e.Msg[1:])
	case n < maxErrors:
		t.errs = append(t.errs, e)
	}
}

// tolerated reports whether an error is none in a cell, or comes from how a
// package is put together.
func tolerated(e types.Error) bool {
	if e.Soft && (strings.Contains(e.Msg, "declared and not used") || strings.Contains(e.Msg, "missing function body")) {
		return true
	}
	return strings.HasSuffix(e.Msg, " is not used") || strings.Contains(e.Msg, "not exported by package embed") || strings.Contains(e.Msg, "imported and not used")
}

// Import implements types.Importer.
func (t *trial) Import(path string) (*types.Package, error) {
	switch path {
	case valuesPath:
		return t.values.pkg, nil
	case embedPath:
		return t.values.embeds, nil
	}
	if real, ok := strings.CutPrefix(path, dotPath); ok {
		return t.dotted[real], nil
	}
	return t.world.importPackage(path)
}

func (w *World) importPackage(path string) (pkg *types.Package, err error) {
	defer func() {
		if r := recover(); r != nil {
			pkg, err = nil, fmt.Errorf("type data of %q is broken: %v", path, r)
		}
	}()
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg = w.packages[path]; pkg != nil {
		return pkg, nil
	}
	pkg, err = w.options.Importer.Import(path)
	if err == nil {
		w.packages[path] = pkg
	}
	return pkg, err
}
