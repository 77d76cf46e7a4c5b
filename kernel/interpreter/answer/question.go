package answer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// question is a site in code that has been checked against what the session
// knows.
type question struct {
	*Answerer
	*site
	snap *check.Snapshot
	part *check.Partial
	home *types.Package // whose types are written without their package, besides those of cells
}

// ask checks code around a site, and calls f while types may be looked into.
func (a *Answerer) ask(s *site, f func(q *question)) {
	snap := a.options.World.Snapshot()
	code := s.mend()
	if len(code) > maxMend {
		code = "" // leaves what earlier cells declared
	}
	q := &question{Answerer: a, site: s, snap: snap, part: snap.Partial(0, code, s.cursor)}
	snap.Do(func() { f(q) })
}

// importPackage returns the types of a package, nil if there are none. Only
// within ask.
func (q *question) importPackage(path string) *types.Package {
	pkg, err := q.snap.Package(path)
	if err != nil {
		return nil
	}
	return pkg
}

// packagesOf returns the paths of the packages that a name may mean which is
// nothing else, and whether they have to be imported.
func (q *question) packagesOf(name string) (paths []string, missing bool) {
	if path, ok := q.snap.Import(name); ok {
		return []string{path}, false
	}
	if _, ok := q.snap.Lookup(name); ok {
		return nil, false
	}
	if path := q.options.Preload[name]; path != "" {
		return []string{path}, false
	}
	return q.named[name], true
}

// enclosing returns the innermost node around the cursor that is a T, within
// the innermost function if it is no function itself.
func enclosing[T ast.Node](q *question) (found T, ok bool) {
	for _, n := range slices.Backward(q.part.Path) {
		if n, is := n.(T); is {
			return n, true
		}
		switch n.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return found, false
		}
	}
	return found, false
}

// inFunction reports whether the cursor stands in the body of a function.
func (q *question) inFunction() bool {
	return slices.ContainsFunc(q.part.Path, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return within(n.Body, q.part.Pos)
		case *ast.FuncDecl:
			return within(n.Body, q.part.Pos)
		}
		return false
	})
}

func within(b *ast.BlockStmt, pos token.Pos) bool {
	return b != nil && b.Lbrace < pos && pos <= b.Rbrace
}

// write returns a type as the user writes it.
func (q *question) write(t types.Type) string {
	return types.TypeString(t, q.qualifier)
}

func (q *question) qualifier(p *types.Package) string {
	if p == q.part.Pkg || p == q.home {
		return ""
	}
	return p.Name()
}
