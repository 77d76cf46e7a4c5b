package check

import (
	"go/ast"
	"go/types"
	"slices"
)

// A dot import of an earlier cell brings the names that a group uses and that
// nothing else declares, one by one: any more of them could clash with what
// cells have declared since. The packages that hold just these names have paths
// with this prefix.
const dotPath = "unravel.dot/"

// dots returns the paths of dot imports of earlier cells that the group needs,
// with what it needs of them in t.dotted.
func (t *trial) dots() (paths []string) {
	if len(t.view.over.dots) == 0 {
		return nil
	}
	t.dotted = map[string]*types.Package{}
	for _, list := range [][]*item{t.group.decls, t.group.stmts} {
		for _, it := range list {
			for _, r := range it.refs {
				if path := t.dot(r.id.Name); path != "" && !slices.Contains(paths, path) {
					paths = append(paths, path)
				}
			}
		}
	}
	return paths
}

// dot finds the dot import that a name came from.
func (t *trial) dot(name string) string {
	if !ast.IsExported(name) || t.mine[name] || t.imports[name] || t.view.key(name) != "" {
		return ""
	}
	for _, path := range slices.Backward(t.view.over.dots) {
		pkg, err := t.world.importPackage(path)
		if err != nil {
			continue
		}
		obj := pkg.Scope().Lookup(name)
		if obj == nil {
			continue
		}
		p := t.dotted[path]
		if p == nil {
			p = types.NewPackage(dotPath+path, pkg.Name())
			p.MarkComplete()
			t.dotted[path] = p
		}
		p.Scope().Insert(obj)
		return path
	}
	return ""
}
