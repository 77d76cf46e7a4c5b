package check

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	undefinedName   = regexp.MustCompile(`^undefined: ([\pL_][\pL\p{Nd}_]*)$`)
	undefinedMember = regexp.MustCompile(`^undefined: .*\.([\pL_][\pL\p{Nd}_]*)$`)
	missingMember   = regexp.MustCompile(`undefined \(type .* has no field or method ([\pL_][\pL\p{Nd}_]*)\)`)
	unknownField    = regexp.MustCompile(`^unknown field ([\pL_][\pL\p{Nd}_]*) in struct literal`)
	noImport        = regexp.MustCompile(`^could not import ([^ ]*)`)
)

// hint says what may have been meant.
func (r *resolver) hint(t *trial, e types.Error) string {
	msg := e.Msg
	if m := undefinedName.FindStringSubmatch(msg); m != nil {
		if hint := r.missingImport(m[1]); hint != "" {
			return hint
		}
		return didYouMean("", suggest(m[1], r.inScope(t, e)))
	}
	if strings.Contains(msg, "(but have ") || strings.Contains(msg, ", but does have ") {
		return ""
	}
	if m := undefinedMember.FindStringSubmatch(msg); m != nil {
		if sel := selectorAt(t, e); sel != nil {
			if p := packageOf(t.info, sel.X); p != nil {
				return didYouMean(types.ExprString(sel.X)+".", suggest(m[1], exported(p)))
			}
		}
	}
	if m := missingMember.FindStringSubmatch(msg); m != nil {
		if sel := selectorAt(t, e); sel != nil {
			return didYouMean("", suggest(m[1], members(t.pkg, t.info.Types[sel.X].Type)))
		}
	}
	if m := unknownField.FindStringSubmatch(msg); m != nil {
		if lit := literalAt(t, e); lit != nil {
			return didYouMean("", suggest(m[1], fields(t.pkg, t.info.Types[lit].Type)))
		}
	}
	if m := noImport.FindStringSubmatch(msg); m != nil && r.world.options.Paths != nil {
		return didYouMean("", suggest(m[1], r.world.options.Paths()))
	}
	return ""
}

func (r *resolver) noPackage(msg string) string {
	path := noImport.FindStringSubmatch(msg)
	if path == nil {
		return msg
	}
	return "package " + path[1] + " cannot be imported: " + strings.TrimSuffix(strings.TrimPrefix(msg[len(path[0]):], " ("), ")")
}

// missingImport says which package of that name could be imported.
func (r *resolver) missingImport(name string) string {
	if r.world.options.Paths == nil {
		return ""
	}
	for _, path := range r.world.options.Paths() {
		if path == name || strings.HasSuffix(path, "/"+name) {
			return "is import " + strconv.Quote(path) + " missing?"
		}
	}
	return ""
}

func didYouMean(prefix, name string) string {
	if name == "" {
		return ""
	}
	return "did you mean " + prefix + name + "?"
}

// inScope lists names that could stand at an error.
func (r *resolver) inScope(t *trial, e types.Error) (names []string) {
	for name := range r.view.base.names {
		names = append(names, name)
	}
	for name := range r.view.over.names {
		names = append(names, name)
	}
	for name := range t.mine {
		names = append(names, name)
	}
	for name := range r.world.options.Names {
		names = append(names, name)
	}
	names = append(names, types.Universe.Names()...)
	for s := t.pkg.Scope().Innermost(e.Pos); s != nil && s != t.pkg.Scope(); s = s.Parent() {
		for _, name := range s.Names() {
			if obj := s.Lookup(name); obj.Pos() < e.Pos {
				names = append(names, name)
			}
		}
	}
	if s := t.info.Scopes[t.body.Type]; s != nil {
		names = append(names, s.Names()...)
	}
	return names
}

// selectorAt returns the selector whose selected name an error points at.
func selectorAt(t *trial, e types.Error) (found *ast.SelectorExpr) {
	t.inspect(func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && (s.Sel.Pos() == e.Pos || s.Pos() == e.Pos && found == nil) {
			found = s
		}
		return n == nil || found == nil || found.Sel.Pos() != e.Pos
	})
	return found
}

func literalAt(t *trial, e types.Error) (found *ast.CompositeLit) {
	t.inspect(func(n ast.Node) bool {
		if l, ok := n.(*ast.CompositeLit); ok && l.Pos() <= e.Pos && e.Pos < l.End() {
			found = l
		}
		return true
	})
	return found
}

func (t *trial) inspect(f func(ast.Node) bool) {
	for _, d := range t.own.decls {
		ast.Inspect(d, f)
	}
	for _, in := range t.redone {
		ast.Inspect(in.decl, f)
	}
}

func packageOf(info *types.Info, x ast.Expr) *types.Package {
	if id, ok := x.(*ast.Ident); ok {
		if p, ok := info.Uses[id].(*types.PkgName); ok {
			return p.Imported()
		}
	}
	return nil
}

func exported(p *types.Package) (names []string) {
	for _, name := range p.Scope().Names() {
		if ast.IsExported(name) {
			names = append(names, name)
		}
	}
	return names
}

// members lists the fields and methods that can be selected from a type.
func members(pkg *types.Package, t types.Type) (names []string) {
	if t == nil {
		return nil
	}
	see := func(o types.Object) {
		if o.Exported() || o.Pkg() == pkg {
			names = append(names, o.Name())
		}
	}
	base := t
	if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		base = p.Elem()
	}
	ptr := base
	if !types.IsInterface(base) {
		ptr = types.NewPointer(base)
	}
	for m := range types.NewMethodSet(ptr).Methods() {
		see(m.Obj())
	}
	return append(names, fields(pkg, base)...)
}

// fields lists the fields of a struct type, promoted ones included.
func fields(pkg *types.Package, t types.Type) (names []string) {
	seen := map[types.Type]bool{}
	var visit func(t types.Type)
	visit = func(t types.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return
		}
		for f := range s.Fields() {
			if f.Exported() || f.Pkg() == pkg {
				names = append(names, f.Name())
			}
			if f.Embedded() {
				visit(f.Type())
			}
		}
	}
	visit(t)
	return names
}

// suggest returns the name most like another one: the same but for its case,
// or a few letters away. Of several the longest: letters are left out more
// often than added.
func suggest(name string, names []string) string {
	slices.Sort(names)
	best, least := "", max(1, len(name)/3)
	if len(name) < 3 {
		least = 1
	}
	for _, n := range names {
		if n == name || n == "_" {
			continue
		}
		if strings.EqualFold(n, name) {
			return n
		}
		if d := distance(strings.ToLower(name), strings.ToLower(n), least); d < least || d == least && len(n) > len(best) && len(name) >= 3 {
			best, least = n, d
		}
	}
	return best
}

// distance counts the letters to insert, remove, replace or swap with their
// neighbours to make b of a, up to most+1.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	var earlier []int
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		earlier, before = before, row
		row = make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(before[j]+1, row[j-1]+1, before[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], earlier[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
