package interpreter

import (
	"context"
	"go/ast"
	"go/constant"
	"go/parser"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word finds the name that ends or stands at a cursor: its bytes are
// [start, end), and base is the expression it is selected from, if any.
func word(code string, cursor int) (base string, start, end int) {
	start, end = cursor, cursor
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(code[:start])
		if !isNameRune(r) {
			break
		}
		start -= n
	}
	for end < len(code) {
		r, n := utf8.DecodeRuneInString(code[end:])
		if !isNameRune(r) {
			break
		}
		end += n
	}
	if before := strings.TrimRight(code[:start], " \t"); strings.HasSuffix(before, ".") {
		dot := len(before) - 1
		base = strings.TrimSpace(code[operand(code, dot):dot])
	}
	return base, start, end
}

func isNameRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// operand returns where the operand that ends at an offset begins: names,
// selectors, and anything in brackets, back to the first thing that is none.
func operand(code string, end int) int {
	at := end
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(code[:at])
		switch {
		case isNameRune(r) || r == '.':
			at -= n
		case r == ')' || r == ']' || r == '}':
			open := matching(code, at-n)
			if open < 0 {
				return at
			}
			at = open
		default:
			return at
		}
	}
	return at
}

// matching returns the offset of the bracket that the one at an offset closes,
// or -1. Brackets inside of strings mislead it, at the price of a completion.
func matching(code string, at int) int {
	depth := 0
	for ; at >= 0; at-- {
		switch code[at] {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth--; depth == 0 {
				return at
			}
		}
	}
	return -1
}

// thing is what an expression means to completion and inspection.
type thing struct {
	path   string       // a package, or
	member string       // its member, or
	sym    *symbol      // a name of the session, or
	typ    reflect.Type // a value or type of compiled code, and then
	isType bool
	hint   string // its interpreted type
}

// lookup answers questions about code by what the session knows now.
type lookup struct {
	s     *Session
	v     *view
	code  string // around the cursor: definitions in it that have not run yet
	depth int
}

func (s *Session) lookup(code string) *lookup { return &lookup{s: s, v: s.view.Load(), code: code} }

// packagePath returns the import path of a package that a name means.
func (l *lookup) packagePath(name string) string {
	if sym, ok := l.v.names[name]; ok {
		if sym.kind == aPackage {
			return sym.path
		}
		return ""
	}
	if path := l.imported(name); path != "" {
		return path
	}
	return l.s.options.Preload[name]
}

// imported looks for the import of a package in the code at hand.
func (l *lookup) imported(name string) string {
	for path, n := range l.s.machine.names {
		if n == name && strings.Contains(l.code, `"`+path+`"`) {
			return path
		}
	}
	return ""
}

// text looks up the meaning of an expression.
func (l *lookup) text(expr string) (thing, bool) {
	e, err := parser.ParseExpr(expr)
	if err != nil {
		return thing{}, false
	}
	return l.expr(e)
}

func (l *lookup) expr(e ast.Expr) (thing, bool) {
	if l.depth++; l.depth > 20 {
		return thing{}, false
	}
	defer func() { l.depth-- }()
	switch e := e.(type) {
	case *ast.ParenExpr:
		return l.expr(e.X)
	case *ast.Ident:
		return l.ident(e.Name)
	case *ast.SelectorExpr:
		base, ok := l.expr(e.X)
		if !ok {
			return thing{}, false
		}
		return l.selected(base, e.Sel.Name)
	case *ast.CallExpr:
		return l.called(e, 0)
	case *ast.IndexExpr:
		return l.derived(e.X, elem)
	case *ast.StarExpr:
		return l.derived(e.X, pointee)
	case *ast.UnaryExpr:
		t, ok := l.expr(e.X)
		t.isType = false
		if ok && t.typ != nil && e.Op.String() == "&" {
			t.typ = reflect.PointerTo(t.typ)
		}
		return t, ok
	case *ast.CompositeLit:
		t, ok := l.expr(e.Type)
		t.isType = false
		return t, ok
	case *ast.BasicLit:
		if e.Kind.String() == "STRING" {
			return thing{typ: reflect.TypeFor[string]()}, true
		}
	}
	return thing{}, false
}

func (l *lookup) derived(e ast.Expr, of func(reflect.Type) reflect.Type) (thing, bool) {
	t, ok := l.expr(e)
	if !ok || t.typ == nil {
		return t, ok && t.hint != ""
	}
	typ := of(t.typ)
	return thing{typ: typ, isType: t.isType}, typ != nil
}

func elem(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return t.Elem()
	case reflect.Pointer:
		return elem(t.Elem())
	}
	return nil
}

func pointee(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return nil
}

func (l *lookup) ident(name string) (thing, bool) {
	if path := l.packagePath(name); path != "" {
		return thing{path: path}, true
	}
	if t, ok := l.defined(name); ok {
		return t, true
	}
	sym, ok := l.v.names[name]
	if !ok {
		if name == ctxName {
			return thing{typ: contextType}, true
		}
		return thing{}, false
	}
	if sym.kind == aMember {
		return l.member(sym.path, name)
	}
	t := thing{sym: &sym, typ: sym.typ, isType: sym.kind == aType}
	switch sym.kind {
	case aVar:
		t.hint = strings.TrimPrefix(sym.hint, "*")
	case aType:
		t.hint = name
	}
	return t, true
}

// member returns what a member of a compiled package means.
func (l *lookup) member(path, name string) (thing, bool) {
	v, ok := l.s.machine.table[path][name]
	if !ok || !ast.IsExported(name) {
		return thing{}, false
	}
	t := thing{path: path, member: name, typ: v.Type()}
	if isTypeEntry(v) {
		t.typ, t.isType = v.Type().Elem(), true
	}
	return t, true
}

// isTypeEntry reports whether a symbol stands for a type: a nil pointer to it.
func isTypeEntry(v reflect.Value) bool {
	return v.Kind() == reflect.Pointer && v.IsNil() && !v.CanAddr()
}

// selected returns what x.name means.
func (l *lookup) selected(x thing, name string) (thing, bool) {
	switch {
	case x.path != "" && x.member == "":
		return l.member(x.path, name)
	case x.hint != "":
		if sym, ok := l.v.names[x.hint]; ok && sym.methods[name] != nil {
			return thing{sym: &symbol{kind: aFunc, name: name, item: sym.methods[name], where: sym.methods[name].place()}}, true
		}
	}
	if x.typ == nil {
		return thing{}, false
	}
	if m, ok := methodByName(x.typ, name); ok {
		return thing{typ: m}, true
	}
	if f, ok := fieldByName(x.typ, name); ok {
		return thing{typ: f}, true
	}
	return thing{}, false
}

// methodByName returns the type of a method, without its receiver.
func methodByName(t reflect.Type, name string) (reflect.Type, bool) {
	if t.Kind() != reflect.Interface && t.Kind() != reflect.Pointer {
		t = reflect.PointerTo(t)
	}
	m, ok := t.MethodByName(name)
	if !ok {
		return nil, false
	}
	if t.Kind() == reflect.Interface {
		return m.Type, true
	}
	return withoutReceiver(m.Type), true
}

func withoutReceiver(t reflect.Type) reflect.Type {
	var in, out []reflect.Type
	for i := 1; i < t.NumIn(); i++ {
		in = append(in, t.In(i))
	}
	for i := range t.NumOut() {
		out = append(out, t.Out(i))
	}
	return reflect.FuncOf(in, out, t.IsVariadic())
}

func fieldByName(t reflect.Type, name string) (reflect.Type, bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil, false
	}
	f, ok := t.FieldByName(name)
	if !ok {
		f, ok = t.FieldByName(hiddenField + name)
	}
	return f.Type, ok
}

// hiddenField is what yaegi puts in front of the names of unexported fields.
const hiddenField = "X"

// called returns the i-th result of a call or conversion.
func (l *lookup) called(e *ast.CallExpr, i int) (thing, bool) {
	f, ok := l.expr(e.Fun)
	switch {
	case !ok:
		return thing{}, false
	case f.isType:
		f.isType = false
		return f, true
	case f.typ != nil && f.typ.Kind() == reflect.Func && i < f.typ.NumOut():
		return thing{typ: f.typ.Out(i)}, true
	case f.sym != nil && f.sym.item != nil:
		return l.result(f.sym.item, i)
	}
	return thing{}, false
}

// result returns the i-th result of an interpreted function.
func (l *lookup) result(it *item, i int) (thing, bool) {
	d, ok := it.decl.(*ast.FuncDecl)
	if !ok || d.Type.Results == nil {
		return thing{}, false
	}
	for _, f := range d.Type.Results.List {
		n := max(1, len(f.Names))
		if i < n {
			return l.typeExpr(f.Type)
		}
		i -= n
	}
	return thing{}, false
}

func (l *lookup) typeExpr(e ast.Expr) (thing, bool) {
	star, ok := e.(*ast.StarExpr)
	if ok {
		e = star.X
	}
	t, found := l.expr(e)
	t.isType = false
	if ok && t.typ != nil {
		t.typ = reflect.PointerTo(t.typ)
	}
	return t, found
}

// defined looks for the last definition of a name in the code at hand, which
// may not have run: net, err := models.ResNet(…).
func (l *lookup) defined(name string) (thing, bool) {
	if !strings.Contains(l.code, name) {
		return thing{}, false
	}
	chunks, _ := split(l.code)
	var found thing
	ok := false
	for _, c := range chunks {
		items, problems := parseChunk(&source{code: l.code}, c)
		if problems != nil {
			continue
		}
		for _, it := range items {
			if t, is := l.defines(it, name); is {
				found, ok = t, true
			}
		}
	}
	return found, ok
}

func (l *lookup) defines(it *item, name string) (thing, bool) {
	inner := &lookup{s: l.s, v: l.v, depth: l.depth}
	switch s := it.stmt.(type) {
	case *ast.AssignStmt:
		for i, e := range s.Lhs {
			id, ok := e.(*ast.Ident)
			if !ok || id.Name != name || s.Tok.String() != ":=" {
				continue
			}
			if len(s.Rhs) == len(s.Lhs) {
				return inner.expr(s.Rhs[i])
			}
			if call, ok := s.Rhs[0].(*ast.CallExpr); ok {
				return inner.called(call, i)
			}
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && len(v.Names) > 0 && v.Names[0].Name == name && v.Type != nil {
				return inner.typeExpr(v.Type)
			}
		}
	}
	return thing{}, false
}

// typeText returns a type the way a person writes it.
func typeText(t reflect.Type) string {
	if t == nil {
		return ""
	}
	text := strings.ReplaceAll(t.String(), "interface {}", "any")
	return strings.ReplaceAll(text, "main.", "")
}

// contextType is the type of ctx.
var contextType = reflect.TypeFor[context.Context]()

// constantType is the type of untyped constants in symbol tables.
var constantType = reflect.TypeFor[constant.Value]()
