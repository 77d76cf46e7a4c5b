package overlay

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"runtime"
)

// Package is the overlay of one package of the standard library, checked.
type Package struct {
	Path  string // of the package that it stands for
	Fset  *token.FileSet
	Files []*ast.File
	Types *types.Package
	Info  *types.Info

	funcs map[string]*ast.FuncDecl // by name, methods as "Type.Method"
}

// Load parses and checks the overlay of a package of the standard library. Its
// files come to stand in fset under names such as "overlay/slices/sort.go"; all
// that it imports, package native apart, comes from imp.
func Load(path string, imp types.Importer, fset *token.FileSet) (*Package, error) {
	if !Has(path) {
		return nil, fmt.Errorf("overlay: got %s, want a package with generic functions or types of its own", path)
	}
	files, err := parse(path, fset)
	if err != nil {
		return nil, err
	}
	p := &Package{Path: path, Fset: fset, Files: files, Info: newInfo(), funcs: map[string]*ast.FuncDecl{}}
	conf := config(&shim{Importer: imp, fset: fset, files: files})
	if p.Types, err = conf.Check(Prefix+path, fset, files, p.Info); err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	p.index()
	return p, nil
}

func config(imp types.Importer) types.Config {
	return types.Config{Importer: imp, Sizes: types.SizesFor("gc", runtime.GOARCH)}
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Instances:    map[*ast.Ident]types.Instance{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}
}

// parse parses the embedded files of a folder.
func parse(dir string, fset *token.FileSet) ([]*ast.File, error) {
	entries, err := fs.ReadDir(sources, dir)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	var files []*ast.File
	for _, e := range entries {
		if e.IsDir() { // of another package, as atomic is in sync
			continue
		}
		name := path.Join(dir, e.Name())
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return nil, fmt.Errorf("overlay: %w", err)
		}
		f, err := parser.ParseFile(fset, "overlay/"+name, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("overlay: %w", err)
		}
		files = append(files, f)
	}
	return files, nil
}

func (p *Package) index() {
	for _, f := range p.Files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				p.funcs[key(p.Info.Defs[d.Name].(*types.Func))] = d
			}
		}
	}
}

// key is the name of a function, or of a method with its type.
func key(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return f.Name()
	}
	t := recv.Type()
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok {
		return "." + f.Name() // of an interface: nothing has this key
	}
	return named.Obj().Name() + "." + f.Name()
}

// Func returns the declaration that stands for a function or method of the
// original, or that declares one of the overlay; nil if there is none.
func (p *Package) Func(f *types.Func) *ast.FuncDecl { return p.funcs[key(f.Origin())] }

// Lookup returns the declaration of the function, or of the method written
// Type.Method, with this name; nil if there is none.
func (p *Package) Lookup(name string) *ast.FuncDecl { return p.funcs[name] }

// Type returns the type that stands for the original's type of this name; nil
// if that is represented as it is.
func (p *Package) Type(name string) *types.TypeName {
	if !ast.IsExported(name) {
		return nil
	}
	tn, _ := p.Types.Scope().Lookup(name).(*types.TypeName)
	return tn
}
