package overlay

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Set is the overlays that have been asked for, each loaded at the first
// question. It is not safe for concurrent use.
type Set struct {
	imp    types.Importer
	fset   *token.FileSet
	loaded map[string]*Package
}

// New returns a Set that loads overlays with imp and fset; see [Load].
func New(imp types.Importer, fset *token.FileSet) *Set {
	return &Set{imp: imp, fset: fset, loaded: map[string]*Package{}}
}

// Func returns the declaration that stands for a generic function of the
// standard library, or for a method of a generic type, with what the type
// checker says of it. For a function or method that an overlay itself declares
// it is that. Where there is none, decl is nil.
func (s *Set) Func(f *types.Func) (decl *ast.FuncDecl, info *types.Info, fset *token.FileSet) {
	p := s.of(f)
	if p == nil {
		return nil, nil, nil
	}
	if decl = p.Func(f); decl == nil {
		return nil, nil, nil
	}
	return decl, p.Info, p.Fset
}

// Type returns the generic type that stands for one of the standard library;
// nil if that is represented as its own underlying type is.
func (s *Set) Type(t *types.TypeName) *types.TypeName {
	p := s.of(t)
	if p == nil {
		return nil
	}
	return p.Type(t.Name())
}

// of returns the overlay that an object concerns, loaded; nil if there is none.
// An overlay that does not load, of those that are built in, is our own fault.
func (s *Set) of(obj types.Object) *Package {
	if obj.Pkg() == nil {
		return nil
	}
	path := obj.Pkg().Path()
	if std, ok := StandsFor(path); ok {
		path = std
	}
	if p, ok := s.loaded[path]; ok || !Has(path) {
		return p
	}
	p, err := Load(path, s.imp, s.fset)
	if err != nil {
		panic(err)
	}
	s.loaded[path] = p
	return p
}
