package answer

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// names lists the names in scope.
func (q *question) names() (all list) {
	have := map[string]bool{}
	for _, v := range q.part.Scope() {
		have[v.Name] = true
		if q.matching(v.Name) {
			all = append(all, q.visible(v))
		}
	}
	if q.part.Pkg == nil { // the code is no Go: what cells declared is there all the same
		for _, n := range q.snap.Names() {
			have[n.Name] = true
			all.add(named(n), global)
		}
	}
	for _, c := range q.dotted() {
		if !have[c.Text] {
			have[c.Text] = true
			all = append(all, c)
		}
	}
	for _, name := range types.Universe.Names() {
		if !have[name] {
			all.add(q.match(types.Universe.Lookup(name)), predeclared)
		}
	}
	for name, path := range q.options.Preload {
		if !have[name] {
			all.add(Match{Text: name, Kind: module, Signature: path}, preloaded)
		}
	}
	if q.prefix() == "" {
		return all
	}
	for name, paths := range q.named {
		for _, path := range paths {
			if !have[name] {
				all.add(Match{Text: name, Kind: module, Signature: path, Import: path}, missing)
			}
		}
	}
	return all
}

// dotted lists what dot imports of earlier cells brought.
func (q *question) dotted() (all list) {
	for _, path := range q.part.Dots() {
		for _, c := range q.exported(path, "") {
			all.add(c.Match, imported)
		}
	}
	return all
}

// matching reports whether a name is worth a closer look.
func (q *question) matching(name string) bool {
	p := q.prefix()
	return len(name) >= len(p) && strings.EqualFold(name[:len(p)], p)
}

func (q *question) visible(v check.Visible) candidate {
	if v.Obj == nil {
		n, _ := q.snap.Lookup(v.Name)
		m := named(n)
		m.Text = v.Name
		return candidate{m, global}
	}
	m := q.match(v.Obj)
	m.Text = v.Name
	_, isPkg := v.Obj.(*types.PkgName)
	switch {
	case isPkg:
		return candidate{m, imported}
	case !v.Local:
		return candidate{m, global}
	case v.Obj.Parent() == q.part.Pkg.Scope():
		return candidate{m, own}
	}
	return candidate{m, local}
}

// named is the match of what an earlier cell declared.
func named(n check.Named) Match {
	m := Match{Text: n.Name, Kind: instance, Signature: n.Type}
	switch n.Kind {
	case "func":
		m.Kind = function
	case "type":
		m.Kind, m.Signature = class, short(n.Type)
	case "package":
		m.Kind = module
	}
	return m
}

// match describes an object.
func (q *question) match(obj types.Object) Match {
	m := Match{Text: check.Name(obj), Kind: instance}
	switch obj := obj.(type) {
	case *types.PkgName:
		m.Kind, m.Signature = module, obj.Imported().Path()
	case *types.TypeName:
		m.Kind = class
		if _, basic := obj.Type().(*types.Basic); !basic && obj.Parent() != types.Universe {
			m.Signature = short(q.write(obj.Type().Underlying()))
		}
	case *types.Builtin:
		m.Kind, m.Signature = function, builtins[obj.Name()]
	case *types.Func:
		m.Kind, m.Signature = function, q.write(obj.Type())
	case *types.Const:
		m.Signature = q.write(obj.Type())
		if obj.Pkg() != nil && obj.Name() != "iota" {
			m.Signature += " = " + obj.Val().String()
		}
	case *types.Var:
		if obj.Type() != types.Typ[types.Invalid] {
			m.Signature = q.write(obj.Type())
		}
		if _, ok := obj.Type().Underlying().(*types.Signature); ok {
			m.Kind = function
		}
	}
	return m
}

// maxSignature bounds the text of a struct or interface in a list.
const maxSignature = 80

// short leaves the members out of a type that has many.
func short(t string) string {
	if len(t) <= maxSignature {
		return t
	}
	for _, kind := range []string{"struct", "interface"} {
		if strings.HasPrefix(t, kind) {
			return kind + "{…}"
		}
	}
	return t
}

// builtins are the signatures of predeclared functions, as their
// documentation has them.
var builtins = map[string]string{
	"append":  "func(slice []T, elems ...T) []T",
	"cap":     "func(v T) int",
	"clear":   "func(t T)",
	"close":   "func(c chan<- T)",
	"complex": "func(r, i FloatType) ComplexType",
	"copy":    "func(dst, src []T) int",
	"delete":  "func(m map[K]V, key K)",
	"imag":    "func(c ComplexType) FloatType",
	"len":     "func(v T) int",
	"make":    "func(t T, size ...int) T",
	"max":     "func(x T, y ...T) T",
	"min":     "func(x T, y ...T) T",
	"new":     "func(T) *T",
	"panic":   "func(v any)",
	"print":   "func(args ...T)",
	"println": "func(args ...T)",
	"real":    "func(c ComplexType) FloatType",
	"recover": "func() any",
}

// defined lists the names that may be defined again where a new one is wanted:
// those of the same kind, of cells.
func (q *question) defined() (all list) {
	kind := map[token.Token]string{token.FUNC: "func", token.TYPE: "type", token.CONST: "const", token.VAR: "var"}[q.before(q.n, 0).Token]
	for _, n := range q.snap.Names() {
		if n.Kind == kind && n.Cell > 0 {
			all.add(named(n), first)
		}
	}
	if kind == "" && q.before(q.n, 0).Token == token.PACKAGE {
		all.add(Match{Text: "main", Kind: module}, first)
	}
	return all
}
