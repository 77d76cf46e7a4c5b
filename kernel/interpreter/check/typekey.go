package check

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// keyWriter writes types so that two texts are equal if and only if the types
// are identical, across checks: types of cells are written as their keys.
type keyWriter struct {
	strings.Builder
	pkg    *types.Package
	key    func(*types.TypeName) string
	params []*types.TypeParam // in scope, outermost first
}

func (w *keyWriter) sprint(f func()) string {
	w.Reset()
	f()
	return w.String()
}

// of returns the key of a type.
func (w *keyWriter) of(t types.Type) string { return w.sprint(func() { w.typ(t) }) }

// signature returns the key of a signature, without its receiver.
func (w *keyWriter) signature(s *types.Signature) string {
	return w.sprint(func() {
		n := len(w.params)
		for p := range s.RecvTypeParams().TypeParams() {
			w.params = append(w.params, p)
		}
		w.typeParams(s.TypeParams())
		w.sig(s)
		w.params = w.params[:n]
	})
}

// declared returns the key of what a type declaration says.
func (w *keyWriter) declared(tn *types.TypeName) string {
	return w.sprint(func() {
		n := len(w.params)
		switch t := tn.Type().(type) {
		case *types.Alias:
			w.WriteString("= ")
			w.typeParams(t.TypeParams())
			w.typ(t.Rhs())
		case *types.Named:
			w.typeParams(t.TypeParams())
			w.typ(t.Underlying())
		default:
			w.typ(t)
		}
		w.params = w.params[:n]
	})
}

// typeParams writes type parameters and leaves them in scope.
func (w *keyWriter) typeParams(list *types.TypeParamList) {
	if list.Len() == 0 {
		return
	}
	for p := range list.TypeParams() {
		w.params = append(w.params, p)
	}
	w.WriteByte('[')
	for p := range list.TypeParams() {
		w.typ(p.Constraint())
		w.WriteByte(';')
	}
	w.WriteByte(']')
}

func (w *keyWriter) typ(t types.Type) {
	switch t := t.(type) {
	case *types.Alias:
		w.typ(types.Unalias(t))
	case *types.Basic:
		w.WriteString(types.Typ[t.Kind()].Name()) // byte is uint8
	case *types.Named:
		w.named(t)
	case *types.TypeParam:
		w.param(t)
	case *types.Pointer:
		w.prefix("*", t.Elem())
	case *types.Slice:
		w.prefix("[]", t.Elem())
	case *types.Array:
		w.prefix("["+strconv.FormatInt(t.Len(), 10)+"]", t.Elem())
	case *types.Map:
		w.prefix("map[", t.Key())
		w.prefix("]", t.Elem())
	case *types.Chan:
		w.prefix([...]string{"chan(", "chan<-(", "<-chan("}[t.Dir()], t.Elem())
		w.WriteByte(')')
	case *types.Signature:
		w.WriteString("func")
		w.sig(t)
	case *types.Struct:
		w.structure(t)
	case *types.Interface:
		w.iface(t)
	case *types.Union:
		for term := range t.Terms() {
			if term.Tilde() {
				w.WriteByte('~')
			}
			w.typ(term.Type())
			w.WriteByte('|')
		}
	case *types.Tuple:
		w.tuple(t, false)
	default:
		fmt.Fprintf(w, "%T", t)
	}
}

func (w *keyWriter) prefix(s string, t types.Type) {
	w.WriteString(s)
	w.typ(t)
}

func (w *keyWriter) param(t *types.TypeParam) {
	for i, p := range w.params {
		if p == t {
			fmt.Fprintf(w, "$%d", i)
			return
		}
	}
	fmt.Fprintf(w, "$%s", t.Obj().Name())
}

func (w *keyWriter) named(t *types.Named) {
	tn := t.Obj()
	switch {
	case tn.Pkg() == nil:
		w.WriteString(tn.Name())
	case tn.Pkg() != w.pkg:
		w.WriteString(strconv.Quote(tn.Pkg().Path()) + "." + tn.Name())
	default:
		if k := w.key(tn); k != "" {
			w.WriteString(k)
		} else {
			fmt.Fprintf(w, "local %p", tn) // of a function
		}
	}
	if t.TypeArgs().Len() > 0 {
		w.WriteByte('[')
		for a := range t.TypeArgs().Types() {
			w.typ(a)
			w.WriteByte(',')
		}
		w.WriteByte(']')
	}
}

func (w *keyWriter) sig(s *types.Signature) {
	w.tuple(s.Params(), s.Variadic())
	w.tuple(s.Results(), false)
}

func (w *keyWriter) tuple(t *types.Tuple, variadic bool) {
	w.WriteByte('(')
	for v := range t.Variables() {
		w.typ(v.Type())
		w.WriteByte(',')
	}
	if variadic {
		w.WriteString("...")
	}
	w.WriteByte(')')
}

func (w *keyWriter) structure(t *types.Struct) {
	w.WriteString("struct{")
	for i := range t.NumFields() {
		f := t.Field(i)
		if f.Embedded() {
			w.WriteByte('!')
		}
		w.id(f)
		w.prefix(" ", f.Type())
		if tag := t.Tag(i); tag != "" {
			w.WriteString(strconv.Quote(tag))
		}
		w.WriteByte(';')
	}
	w.WriteByte('}')
}

// id writes the name of a field or method, with its package unless exported.
func (w *keyWriter) id(o types.Object) {
	if !o.Exported() && o.Pkg() != nil && o.Pkg() != w.pkg {
		w.WriteString(strconv.Quote(o.Pkg().Path()) + ".")
	}
	w.WriteString(o.Name())
}

func (w *keyWriter) iface(t *types.Interface) {
	w.WriteString("interface{")
	for m := range t.Methods() { // all of them, sorted
		w.id(m)
		w.sig(m.Signature())
		w.WriteByte(';')
	}
	if !t.IsMethodSet() {
		if t.IsComparable() {
			w.WriteString("comparable;")
		}
		for e := range t.EmbeddedTypes() {
			w.typ(e)
			w.WriteByte(';')
		}
	}
	w.WriteByte('}')
}
