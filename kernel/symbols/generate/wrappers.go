package main

import (
	"fmt"
	"go/types"
	"os"
	"strings"
)

const boxPath = module + "/kernel/interpreter/box"

// wrapperFile returns the types by which values of interpreted types implement
// compiled interfaces: for error, and for every interface that a package of all
// platforms exports and that any package can implement.
func wrapperFile(worlds []*world, names map[string]string) ([]byte, error) {
	f := &wrapperWriter{goFile: newFile(names)}
	f.use(boxPath)
	f.wrapper(nil, types.Universe.Lookup("error").(*types.TypeName))
	for _, s := range worlds[0].packages {
		for _, e := range common(worlds, s) {
			t, ok := s.types.Scope().Lookup(e.name).(*types.TypeName)
			if ok && worlds[0].own(t) {
				f.wrapper(s.types, t)
			}
		}
	}
	for _, names := range combinations {
		if err := f.combination(worlds[0], names); err != nil {
			return nil, err
		}
	}
	f.printf("// wrappers lists a function for each interface.\nvar wrappers = [...]wrapper{\n%s}\n", &f.list)
	return f.source()
}

// own reports whether this is where a type has its name: not where it is an
// alias of one with a name that cells can use.
func (w *world) own(t *types.TypeName) bool {
	n, ok := types.Unalias(t.Type()).(*types.Named)
	return !t.IsAlias() || !ok || n.Obj().Pkg() != nil && (!n.Obj().Exported() || w.lookup(n.Obj().Pkg().Path()) == nil)
}

type wrapperWriter struct {
	*goFile
	list  strings.Builder
	count int
}

// wrapper writes the wrapper of an interface with methods that are exported and
// mention nothing that is not. p is the package that exports it; nil for error.
func (f *wrapperWriter) wrapper(p *types.Package, t *types.TypeName) {
	i, ok := t.Type().Underlying().(*types.Interface)
	if !ok || i.NumMethods() == 0 || !i.IsMethodSet() {
		return
	}
	for m := range i.Methods() {
		if !m.Exported() || !nameable(m.Type(), map[types.Type]bool{}) {
			return
		}
	}
	for m := range i.Methods() {
		if instances(m.Type()) {
			fmt.Fprintf(os.Stderr, "generate: no wrapper for %s: %s mentions an instance of a generic type\n", t.Name(), m.Name())
			return
		}
	}
	name := t.Name()
	if p != nil {
		name = f.use(p.Path()) + "." + name
	}
	f.carrier(name, i)
}

// carrier writes the wrapper of an interface of the given name, or spelling.
func (f *wrapperWriter) carrier(name string, i *types.Interface) {
	w := fmt.Sprintf("w%d", f.count)
	f.count++
	f.printf("// %s is a %s.\ntype %s struct{ boxed }\n\n", w, name, w)
	for m := range i.Methods() {
		f.method(w, m)
	}
	fmt.Fprintf(&f.list, "{(*%s)(nil), func(b box.Box) any { return %s{b} }},\n", name, w)
}

// method writes a method that calls the function which interpreted code has
// registered for it.
func (f *wrapperWriter) method(w string, m *types.Func) {
	s := f.signature(m.Signature())
	call := fmt.Sprintf("w.boxed.T.Method(%q).(func(%s) %s)(%s)", m.Name(), s.types, s.results, s.args)
	if s.results != "" {
		call = "return " + call
	}
	f.printf("func (w %s) %s(%s) %s {\n%s\n}\n\n", w, m.Name(), s.params, s.results, call)
}

// signature is that of a method in the pieces of which its wrapper is made.
type signature struct {
	params  string // "a0 string, a1 ...any"
	types   string // "any, string, ...any": those of the function, receiver first
	args    string // "w.boxed.V, a0, a1..."
	results string
}

func (f *wrapperWriter) signature(sig *types.Signature) signature {
	params, list, args := []string{}, []string{"any"}, []string{"w.boxed.V"}
	for i := range sig.Params().Len() {
		arg := fmt.Sprintf("a%d", i)
		text := types.TypeString(sig.Params().At(i).Type(), f.qualify)
		spread := ""
		if sig.Variadic() && i == sig.Params().Len()-1 {
			text, spread = "..."+strings.TrimPrefix(text, "[]"), "..."
		}
		params, list, args = append(params, arg+" "+text), append(list, text), append(args, arg+spread)
	}
	var results []string
	for v := range sig.Results().Variables() {
		results = append(results, types.TypeString(v.Type(), f.qualify))
	}
	s := signature{strings.Join(params, ", "), strings.Join(list, ", "), strings.Join(args, ", "), strings.Join(results, ", ")}
	if len(results) > 1 {
		s.results = "(" + s.results + ")"
	}
	return s
}
