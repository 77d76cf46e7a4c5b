package answer

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"runtime"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// declaration writes what declares an object, without bodies.
func (q *question) declaration(obj types.Object) string {
	name := check.Name(obj)
	switch obj := obj.(type) {
	case *types.Func:
		return "func " + q.receiver(obj) + name + strings.TrimPrefix(q.write(obj.Type()), "func")
	case *types.TypeName:
		return q.typeDeclaration(obj)
	case *types.Const:
		text := "const " + name
		if b, ok := obj.Type().(*types.Basic); !ok || b.Info()&types.IsUntyped == 0 {
			text += " " + q.write(obj.Type())
		}
		return text + " = " + obj.Val().String()
	case *types.Var:
		if obj.IsField() {
			return "field " + name + " " + q.write(obj.Type())
		}
		return "var " + name + " " + q.write(obj.Type())
	case *types.Nil:
		return "nil"
	}
	return name
}

// receiver writes the receiver of a method.
func (q *question) receiver(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	return "(" + strings.TrimSpace(recv.Name()+" "+q.write(recv.Type())) + ") "
}

// receiver returns the type that a method belongs to, nil if it has no name.
func receiver(f *types.Func) *types.TypeName {
	recv := f.Signature().Recv()
	if recv == nil {
		return nil
	}
	return nameOf(recv.Type())
}

// nameOf returns the name of a type or of what it points to.
func nameOf(t types.Type) *types.TypeName {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

// maxMembers bounds the lines of a type's members.
const maxMembers = 60

// typeDeclaration writes a type with a line for every member.
func (q *question) typeDeclaration(tn *types.TypeName) string {
	head := "type " + check.Name(tn)
	if basic, ok := tn.Type().(*types.Basic); ok {
		return "type " + basic.Name()
	}
	if n, ok := tn.Type().(*types.Named); ok && n.TypeParams().Len() > 0 {
		var params []string
		for p := range n.TypeParams().TypeParams() {
			params = append(params, p.Obj().Name()+" "+q.write(p.Constraint()))
		}
		head += "[" + strings.Join(params, ", ") + "]"
	}
	if _, ok := tn.Type().(*types.TypeParam); ok {
		return head + " " + q.write(tn.Type().(*types.TypeParam).Constraint())
	}
	if tn.IsAlias() {
		return head + " = " + q.write(types.Unalias(tn.Type()))
	}
	st, ok := tn.Type().Underlying().(*types.Struct)
	if !ok || st.NumFields() == 0 {
		return head + " " + q.write(tn.Type().Underlying())
	}
	lines := []string{head + " struct {"}
	for f := range st.Fields() {
		line := check.Name(f) + " " + q.write(f.Type())
		if f.Embedded() {
			line = q.write(f.Type())
		}
		lines = append(lines, line)
		if len(lines) > maxMembers {
			lines = append(lines, "// …")
			break
		}
	}
	text := strings.Join(append(lines, "}"), "\n")
	if pretty, err := format.Source([]byte(text)); err == nil {
		return string(pretty)
	}
	return text
}

// methods lists the methods of a type, promoted ones included, each on a line
// behind an empty one.
func (q *question) methods(tn *types.TypeName) string {
	t := tn.Type()
	if _, ok := t.(*types.TypeParam); ok || types.IsInterface(t) {
		return ""
	}
	var lines []string
	for _, name := range sortedNames(selectable(t)) {
		obj, _, _ := types.LookupFieldOrMethod(t, true, q.part.Pkg, name)
		if f, ok := obj.(*types.Func); ok && (f.Exported() || f.Pkg() == q.part.Pkg) {
			lines = append(lines, q.declaration(f))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	if len(lines) > maxMembers {
		lines = append(lines[:maxMembers], "// …")
	}
	return "\n\n" + strings.Join(lines, "\n")
}

func sortedNames(names map[string]bool) (list []string) {
	for name := range names {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// size tells how large the values of a type are.
func (q *question) size(t types.Type) string {
	if n, ok := t.(*types.Named); ok && n.TypeParams().Len() > 0 || nameOf(t) == nil || types.IsInterface(t) {
		return ""
	}
	sizes := types.SizesFor("gc", runtime.GOARCH)
	if sizes == nil {
		return ""
	}
	n := sizes.Sizeof(t)
	if n == 1 {
		return "a value has 1 byte"
	}
	return fmt.Sprintf("a value has %d bytes", n)
}

// owner returns the type that has the field which an identifier names, nil if
// it names none or the type has no name.
func (q *question) owner(id *ast.Ident, sel *ast.SelectorExpr) *types.TypeName {
	if sel != nil {
		s := q.part.Info.Selections[sel]
		if s == nil || s.Kind() != types.FieldVal {
			return nil
		}
		t := s.Recv()
		for _, i := range s.Index()[:len(s.Index())-1] {
			t = structOf(t).Field(i).Type()
		}
		return nameOf(t)
	}
	if v, ok := q.part.Info.ObjectOf(id).(*types.Var); !ok || !v.IsField() {
		return nil
	}
	if lit, ok := enclosing[*ast.CompositeLit](q); ok && q.part.Info.Types[lit].Type != nil {
		return nameOf(q.part.Info.Types[lit].Type)
	}
	return nil
}

// written returns the comment in front of what the cell itself declares at an
// offset, and its source.
func (q *question) written(off int, obj types.Object) (doc, source string) {
	t := scan(q.part.Code)
	lo, hi := t.chunk(off)
	if obj.Parent() != q.part.Pkg.Scope() && !isMethod(obj) {
		// Something local: its line says it.
		lo = strings.LastIndexByte(t.code[:off], '\n') + 1
		if hi = strings.IndexByte(t.code[off:], '\n'); hi < 0 {
			hi = len(t.code) - off
		}
		hi += off
	}
	return t.commentBefore(lo), t.code[lo:hi]
}

func isMethod(obj types.Object) bool {
	f, ok := obj.(*types.Func)
	return ok && f.Signature().Recv() != nil
}

// commentBefore returns the comments on the lines that end at an offset,
// without the marks.
func (t *text) commentBefore(off int) string {
	var lines []string
	for i := t.upTo(off) - 1; i >= 0 && t.tokens[i].Token == token.COMMENT; i-- {
		k := t.tokens[i]
		if k.hi > off || strings.Count(t.code[k.hi:off], "\n") > 1 || strings.TrimSpace(t.code[k.hi:off]) != "" {
			break
		}
		line := strings.LastIndexByte(t.code[:k.lo], '\n') + 1
		if strings.TrimSpace(t.code[line:k.lo]) != "" {
			break
		}
		text := strings.TrimPrefix(strings.TrimPrefix(t.lit(k), "//"), " ")
		if body, ok := strings.CutPrefix(t.lit(k), "/*"); ok {
			text = strings.TrimSpace(strings.TrimSuffix(body, "*/"))
		}
		lines = append(lines, text)
		off = k.lo
	}
	slices.Reverse(lines)
	return strings.Join(lines, "\n")
}
