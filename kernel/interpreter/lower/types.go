package lower

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
)

// rep returns the representation of a type as the machine writes it.
func (u *unit) rep(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return u.basic(t)
	case *types.Named:
		return u.named(t)
	case *types.Pointer:
		return "*" + u.rep(t.Elem())
	case *types.Slice:
		return "[]" + u.rep(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + u.rep(t.Elem())
	case *types.Map:
		return "map[" + u.rep(t.Key()) + "]" + u.rep(t.Elem())
	case *types.Chan:
		return u.channel(t)
	case *types.Signature:
		return "func" + u.signature(t, "")
	case *types.Interface:
		return "interface{}"
	case *types.Struct:
		return u.structure(t)
	case *types.Tuple:
		return u.tuple(t)
	}
	panic(fmt.Sprintf("lower: no representation for %T %v", t, t))
}

func (u *unit) basic(t *types.Basic) string {
	switch t.Kind() {
	case types.UnsafePointer:
		return u.pkg("unsafe") + ".Pointer"
	case types.UntypedBool, types.UntypedInt, types.UntypedRune, types.UntypedFloat, types.UntypedComplex, types.UntypedString:
		return u.rep(types.Default(t))
	case types.UntypedNil:
		return "interface{}"
	case types.Byte:
		return "uint8"
	case types.Rune:
		return "int32"
	}
	return t.Name()
}

func (u *unit) named(t *types.Named) string {
	if !u.isOurs(t.Obj()) && t.TypeArgs().Len() == 0 {
		return u.compiledType(t)
	}
	if o := u.standIn(t); o != nil {
		return u.rep(o)
	}
	if u.isKnot(t) {
		return u.knot(t).symbol
	}
	return u.rep(t.Underlying())
}

// standIn returns what stands for an instance of a compiled generic type.
func (u *unit) standIn(t *types.Named) types.Type {
	if u.overlay == nil || u.isOurs(t.Obj()) {
		return nil
	}
	tn := u.overlay.Type(t.Origin().Obj())
	if tn == nil {
		return nil
	}
	args := make([]types.Type, t.TypeArgs().Len())
	for i := range args {
		args[i] = t.TypeArgs().At(i)
	}
	inst, err := types.Instantiate(u.context, tn.Type(), args, false)
	if err != nil {
		panic("lower: instantiate overlay: " + err.Error())
	}
	return inst
}

// isOurs reports whether interpreted code declares a type.
func (u *unit) isOurs(tn *types.TypeName) bool {
	return tn.Pkg() != nil && (tn.Pkg() == u.in.Pkg || tn.Pkg().Path() == u.in.Pkg.Path() || isOverlay(tn.Pkg()))
}

func isOverlay(p *types.Package) bool {
	_, ok := overlay.StandsFor(p.Path())
	return ok
}

// compiledType spells a compiled named type.
func (u *unit) compiledType(t *types.Named) string {
	tn := t.Obj()
	if tn.Pkg() == nil {
		if tn.Name() == "comparable" || tn.Name() == "any" {
			return "interface{}"
		}
		return tn.Name() // error
	}
	if _, ok := u.compiled.Member(tn.Pkg().Path(), tn.Name()); !ok || tn.Parent() != tn.Pkg().Scope() {
		return u.hidden(t)
	}
	return u.pkg(tn.Pkg().Path()) + "." + tn.Name()
}

func (u *unit) channel(t *types.Chan) string {
	elem := u.rep(t.Elem())
	switch t.Dir() {
	case types.SendOnly:
		return "chan<- " + elem
	case types.RecvOnly:
		return "<-chan " + elem
	}
	if strings.HasPrefix(elem, "<-") {
		return "chan (" + elem + ")"
	}
	return "chan " + elem
}

// signature writes parameters, with a receiver in front if there is one, and
// results.
func (u *unit) signature(t *types.Signature, recv string) string {
	var in []string
	if recv != "" {
		in = append(in, recv)
	}
	for i := range t.Params().Len() {
		p := t.Params().At(i).Type()
		if t.Variadic() && i == t.Params().Len()-1 {
			s, ok := p.Underlying().(*types.Slice)
			if !ok { // append([]byte, string...)
				s = types.NewSlice(types.Typ[types.Byte])
			}
			in = append(in, "..."+u.rep(s.Elem()))
			continue
		}
		in = append(in, u.rep(p))
	}
	return "(" + strings.Join(in, ", ") + ")" + u.results(t.Results())
}

func (u *unit) results(t *types.Tuple) string {
	switch t.Len() {
	case 0:
		return ""
	case 1:
		return " " + u.rep(t.At(0).Type())
	}
	return " " + u.tuple(t)
}

func (u *unit) tuple(t *types.Tuple) string {
	list := make([]string, t.Len())
	for i := range list {
		list[i] = u.rep(t.At(i).Type())
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// fields writes out a struct type.
func (u *unit) fields(t *types.Struct) string {
	var b strings.Builder
	b.WriteString("struct {")
	for i := range t.NumFields() {
		b.WriteString(" " + fieldName(t, i) + " " + u.rep(t.Field(i).Type()))
		if tag := t.Tag(i); tag != "" {
			b.WriteString(" " + strconv.Quote(tag))
		}
		b.WriteString(";")
	}
	b.WriteString(" }")
	return b.String()
}

// fieldName is what the machine calls a field. yaegi gives unexported fields
// exported names of its own making, so they get some from here, apart from
// any that a user would write.
func fieldName(t *types.Struct, i int) string {
	f := t.Field(i)
	switch {
	case f.Name() == "_":
		return "Blank" + strconv.Itoa(i) + "__"
	case f.Exported():
		return f.Name()
	}
	return "X__" + f.Name()
}

// isRaw reports whether values of a type look to compiled code as Go's own
// would, and so travel in interfaces as they are.
func (u *unit) isRaw(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if t.Obj().Pkg() == nil {
			return true
		}
		if u.isOurs(t.Obj()) || t.TypeArgs().Len() > 0 {
			return false
		}
		return true
	case *types.Pointer:
		return u.isRaw(t.Elem())
	case *types.Slice:
		return u.isRaw(t.Elem())
	case *types.Array:
		return u.isRaw(t.Elem())
	case *types.Map:
		return u.isRaw(t.Key()) && u.isRaw(t.Elem())
	case *types.Chan:
		return u.isRaw(t.Elem())
	case *types.Signature:
		return u.isRaw(t.Params()) && u.isRaw(t.Results())
	case *types.Tuple:
		for i := range t.Len() {
			if !u.isRaw(t.At(i).Type()) {
				return false
			}
		}
	case *types.Struct:
		for i := range t.NumFields() {
			f := t.Field(i)
			if !f.Exported() || f.Embedded() || !u.isRaw(f.Type()) {
				return false
			}
		}
	case *types.Interface:
		return t.Empty()
	}
	return true
}
