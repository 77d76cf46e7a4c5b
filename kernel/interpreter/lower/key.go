package lower

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// key writes the identity of a type: two types have one key exactly if they
// are identical, also if they come from checks of different cells.
func (u *unit) key(t types.Type) string {
	w := &typeWriter{u: u, ident: true}
	w.write(t)
	return w.b.String()
}

// text writes a type as Go prints it at run time: main.Point, []main.Point.
func (u *unit) text(t types.Type) string {
	w := &typeWriter{u: u}
	w.write(t)
	return w.b.String()
}

type typeWriter struct {
	u     *unit
	b     strings.Builder
	ident bool // write identities, not what is shown
}

func (w *typeWriter) write(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		w.basic(t)
	case *types.Named:
		w.named(t)
	case *types.Pointer:
		w.b.WriteByte('*')
		w.write(t.Elem())
	case *types.Slice:
		w.b.WriteString("[]")
		w.write(t.Elem())
	case *types.Array:
		fmt.Fprintf(&w.b, "[%d]", t.Len())
		w.write(t.Elem())
	case *types.Map:
		w.b.WriteString("map[")
		w.write(t.Key())
		w.b.WriteByte(']')
		w.write(t.Elem())
	case *types.Chan:
		w.channel(t)
	case *types.Signature:
		w.b.WriteString("func")
		w.signature(t)
	case *types.Interface:
		w.iface(t)
	case *types.Struct:
		w.structure(t)
	case *types.TypeParam:
		w.b.WriteString("$" + t.Obj().Name())
	case nil:
		w.b.WriteString("nil")
	default:
		panic(fmt.Sprintf("lower: no key for %T", t))
	}
}

func (w *typeWriter) basic(t *types.Basic) {
	switch t.Kind() {
	case types.Byte:
		w.b.WriteString("uint8")
	case types.Rune:
		w.b.WriteString("int32")
	case types.UnsafePointer:
		w.b.WriteString("unsafe.Pointer")
	default:
		w.b.WriteString(t.Name())
	}
}

func (w *typeWriter) named(t *types.Named) {
	tn := t.Obj()
	switch {
	case tn.Pkg() == nil:
		w.b.WriteString(tn.Name())
	case w.ident:
		w.b.WriteString(w.u.typeKey(tn))
	default:
		w.b.WriteString(tn.Pkg().Name() + "." + tn.Name())
	}
	if n := t.TypeArgs().Len(); n > 0 {
		w.b.WriteByte('[')
		for i := range n {
			if i > 0 {
				w.b.WriteByte(',')
			}
			w.write(t.TypeArgs().At(i))
		}
		w.b.WriteByte(']')
	}
}

// typeKey returns the identity of a declared type.
func (u *unit) typeKey(tn *types.TypeName) string {
	if tn.Pkg() == nil {
		return tn.Name()
	}
	if key, ok := u.locals[tn]; ok {
		return key
	}
	if !u.isOurs(tn) || isOverlay(tn.Pkg()) {
		return tn.Pkg().Path() + "." + tn.Name()
	}
	if tn.Parent() == tn.Pkg().Scope() || tn.Parent() == nil {
		return u.in.TypeKey(tn)
	}
	u.count++ // declared in a function: see localType for instances
	key := "L" + strconv.Itoa(u.count) + "·" + tn.Name()
	u.locals[tn] = key
	return key
}

func (w *typeWriter) channel(t *types.Chan) {
	switch t.Dir() {
	case types.SendOnly:
		w.b.WriteString("chan<- ")
	case types.RecvOnly:
		w.b.WriteString("<-chan ")
	default:
		w.b.WriteString("chan ")
		if c, ok := types.Unalias(t.Elem()).(*types.Chan); ok && c.Dir() == types.RecvOnly {
			w.b.WriteByte('(')
			defer w.b.WriteByte(')')
		}
	}
	w.write(t.Elem())
}

func (w *typeWriter) signature(t *types.Signature) {
	w.b.WriteByte('(')
	for i := range t.Params().Len() {
		if i > 0 {
			w.b.WriteString(", ")
		}
		p := t.Params().At(i).Type()
		if s, ok := p.(*types.Slice); ok && t.Variadic() && i == t.Params().Len()-1 {
			w.b.WriteString("...")
			p = s.Elem()
		}
		w.write(p)
	}
	w.b.WriteByte(')')
	switch r := t.Results(); r.Len() {
	case 0:
	case 1:
		w.b.WriteByte(' ')
		w.write(r.At(0).Type())
	default:
		w.b.WriteString(" (")
		for i := range r.Len() {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.write(r.At(i).Type())
		}
		w.b.WriteByte(')')
	}
}

func (w *typeWriter) iface(t *types.Interface) {
	if t.Empty() {
		w.b.WriteString("interface {}")
		return
	}
	w.b.WriteString("interface { ")
	for i := range t.NumMethods() {
		if i > 0 {
			w.b.WriteString("; ")
		}
		m := t.Method(i)
		w.member(m)
		w.signature(m.Signature())
	}
	if !t.IsMethodSet() { // a constraint: only as part of a key
		fmt.Fprintf(&w.b, "|%v", t)
	}
	w.b.WriteString(" }")
}

// member writes the name of a field or method; names that are not exported
// belong to their package.
func (w *typeWriter) member(o types.Object) {
	if w.ident && !o.Exported() && o.Pkg() != nil {
		w.b.WriteString(o.Pkg().Path() + ".")
	}
	w.b.WriteString(o.Name())
}

func (w *typeWriter) structure(t *types.Struct) {
	if t.NumFields() == 0 {
		w.b.WriteString("struct {}")
		return
	}
	w.b.WriteString("struct {")
	for i := range t.NumFields() {
		f := t.Field(i)
		if i > 0 {
			w.b.WriteByte(';')
		}
		w.b.WriteByte(' ')
		if !f.Embedded() || w.ident {
			w.member(f)
			w.b.WriteByte(' ')
		}
		if f.Embedded() && w.ident {
			w.b.WriteByte('^')
		}
		w.write(f.Type())
		if tag := t.Tag(i); tag != "" {
			w.b.WriteString(" " + strconv.Quote(tag))
		}
	}
	w.b.WriteString(" }")
}
