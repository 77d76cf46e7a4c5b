package main

import (
	"fmt"
	"go/types"
	"strings"
)

// wrapper writes the type by which interpreted values implement an interface:
// yaegi fills a field for each method. It writes nothing if only the package
// itself can implement the interface, or name the types of its methods.
func (f *file) wrapper(name string, i *types.Interface) {
	for m := range i.Methods() {
		if !m.Exported() || !nameable(m.Type(), map[types.Type]bool{}) {
			return
		}
	}
	wrapper := "wrap" + f.name + name
	fmt.Fprintf(&f.values, "%q: reflect.ValueOf((*%s)(nil)),\n", "_"+name, wrapper)
	fmt.Fprintf(&f.wrappers, "// %s lets interpreted values be a %s.%s.\ntype %s struct {\nIValue any\n", wrapper, f.pkg.Name(), name, wrapper)
	var methods strings.Builder
	for m := range i.Methods() {
		sig := m.Signature()
		params, args, results := f.signature(sig)
		fmt.Fprintf(&f.wrappers, "W%s func(%s) %s\n", m.Name(), params, results)
		fmt.Fprintf(&methods, "func (w %s) %s(%s) %s {\n", wrapper, m.Name(), params, results)
		if m.Name() == "String" && sig.Params().Len() == 0 {
			// fmt asks every value for a String method, also those whose
			// interpreted type has none.
			methods.WriteString("if w.WString == nil {\nreturn \"\"\n}\n")
		}
		if sig.Results().Len() > 0 {
			methods.WriteString("return ")
		}
		fmt.Fprintf(&methods, "w.W%s(%s)\n}\n\n", m.Name(), args)
	}
	fmt.Fprintf(&f.wrappers, "}\n\n%s", &methods)
}

// signature returns the parameters, the arguments that pass them on, and the
// results of a method.
func (f *file) signature(sig *types.Signature) (params, args, results string) {
	var p, a, r []string
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		arg := fmt.Sprintf("a%d", i)
		text := types.TypeString(t, f.use)
		if sig.Variadic() && i == sig.Params().Len()-1 {
			p = append(p, arg+" ..."+strings.TrimPrefix(text, "[]"))
			a = append(a, arg+"...")
			continue
		}
		p, a = append(p, arg+" "+text), append(a, arg)
	}
	for v := range sig.Results().Variables() {
		r = append(r, types.TypeString(v.Type(), f.use))
	}
	results = strings.Join(r, ", ")
	if len(r) > 1 {
		results = "(" + results + ")"
	}
	return strings.Join(p, ", "), strings.Join(a, ", "), results
}
