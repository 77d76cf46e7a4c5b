package interpreter

import (
	"fmt"
	"go/ast"
	"reflect"
	"strings"

	"github.com/unravel-go/unravel/display"
)

// Inspect implements [Interpreter]. If the cursor stands on no name, the
// function in whose call it stands is meant.
func (s *Session) Inspect(code string, cursor, detail int) (display.Bundle, bool) {
	cursor = clampCursor(code, cursor)
	l := s.lookup(code)
	for {
		base, start, end := word(code, cursor)
		if start < end {
			if d, ok := l.describe(base, code[start:end], detail); ok {
				return d.bundle(), true
			}
		}
		open := enclosing(code, start)
		if open < 0 {
			return nil, false
		}
		cursor = open
	}
}

// enclosing returns where the call ends whose argument list is open at an
// offset: the offset of its bracket. -1 if there is none.
func enclosing(code string, at int) int {
	for at--; at >= 0; at-- {
		switch code[at] {
		case ')', ']', '}':
			if at = matching(code, at); at < 0 {
				return -1
			}
		case '(':
			return at
		case ';', '{':
			return -1
		}
	}
	return -1
}

// description is what there is to say about a name.
type description struct {
	code string // Go: a declaration
	text string // prose
}

func (d description) bundle() display.Bundle {
	plain, markdown := d.code, "```go\n"+d.code+"\n```"
	if d.text != "" {
		plain += "\n\n" + d.text
		markdown += "\n\n" + d.text
	}
	return display.Bundle{"text/plain": plain, "text/markdown": markdown}
}

func (l *lookup) describe(base, name string, detail int) (description, bool) {
	if base != "" {
		x, ok := l.text(base)
		if !ok {
			return description{}, false
		}
		return l.describeSelected(x, name, detail)
	}
	if path := l.packagePath(name); path != "" {
		_, text := l.docs(path, "")
		return description{fmt.Sprintf("package %s // import %q", l.s.machine.names[path], path), text}, true
	}
	if sym, ok := l.v.names[name]; ok {
		if sym.kind == aMember {
			return l.describeMember(sym.path, name)
		}
		return l.describeSymbol(sym, detail), true
	}
	if k, ok := universe[name]; ok {
		return description{code: name, text: "predeclared " + k.word() + " of Go"}, true
	}
	if name == ctxName {
		return description{"var ctx context.Context", "ends when the cell is interrupted; hand it to whatever takes long"}, true
	}
	return description{}, false
}

func (l *lookup) describeSelected(x thing, name string, detail int) (description, bool) {
	if x.path != "" && x.member == "" {
		return l.describeMember(x.path, name)
	}
	t, ok := l.selected(x, name)
	if !ok {
		return description{}, false
	}
	if t.sym != nil {
		return l.describeSymbol(*t.sym, detail), true
	}
	if d, ok := l.methodDoc(x.typ, name); ok {
		return d, true
	}
	code := name + " " + typeText(t.typ)
	if t.typ.Kind() == reflect.Func {
		code = "func (" + typeText(x.typ) + ") " + name + strings.TrimPrefix(typeText(t.typ), "func")
	}
	return description{code: code}, true
}

// methodDoc describes a method of a compiled type from its documentation.
func (l *lookup) methodDoc(t reflect.Type, name string) (description, bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	code, text := l.docs(t.PkgPath(), t.Name()+"."+name)
	return description{code, text}, code != ""
}

// describeMember describes a member of a compiled package.
func (l *lookup) describeMember(path, name string) (description, bool) {
	v, ok := l.s.machine.table[path][name]
	if !ok {
		return description{}, false
	}
	if code, text := l.docs(path, name); code != "" {
		return description{code, text}, true
	}
	switch entryKind(v) {
	case kindClass:
		t := v.Type().Elem()
		return description{code: "type " + typeText(t) + " " + t.Kind().String()}, true
	case kindFunction:
		return description{code: "func " + name + strings.TrimPrefix(typeText(v.Type()), "func")}, true
	}
	if v.Type().Implements(constantType) {
		return description{code: "const " + name + " = " + l.entrySignature(path, name, v)}, true
	}
	return description{code: "var " + name + " " + typeText(v.Type())}, true
}

// docs returns the declaration and the comment of a member of a package.
func (l *lookup) docs(path, name string) (declaration, text string) {
	if l.s.options.Docs == nil {
		return "", ""
	}
	doc := l.s.options.Docs(path, name)
	if name == "" {
		return "", doc
	}
	declaration, text, _ = strings.Cut(doc, "\n\n")
	return declaration, text
}

// describeSymbol describes a name of the session; its source is the detail.
func (l *lookup) describeSymbol(sym symbol, detail int) description {
	if sym.item == nil {
		return l.describeVariable(sym)
	}
	d := description{code: sym.item.text(sym.item.decl), text: "defined at " + sym.where.String()}
	if f, ok := sym.item.decl.(*ast.FuncDecl); ok && detail == 0 {
		d.code = strings.TrimSpace(sym.item.src.code[sym.item.off(f.Pos()):sym.item.off(f.Body.Pos())])
	}
	if text := comment(sym.item); text != "" {
		d.text = text + "\n\n" + d.text
	}
	return d
}

// comment returns the comment lines right above an item.
func comment(it *item) string {
	lines := strings.Split(it.src.code[:it.lo], "\n")
	lines = lines[:len(lines)-1]
	var text []string
	for i := len(lines) - 1; i >= 0; i-- {
		line, ok := strings.CutPrefix(strings.TrimSpace(lines[i]), "//")
		if !ok {
			break
		}
		text = append([]string{strings.TrimSpace(line)}, text...)
	}
	return strings.Join(text, "\n")
}

// maxValue bounds the text of a variable's value.
const maxValue = 1000

func (l *lookup) describeVariable(sym symbol) description {
	d := description{code: "var " + sym.name + " " + sym.signature(), text: "defined at " + sym.where.String()}
	if !sym.slot.IsValid() {
		return d
	}
	// While a cell runs it may be writing to the variable.
	if !l.s.running.TryLock() {
		return d
	}
	defer l.s.running.Unlock()
	value := fmt.Sprint(display.Render(sym.slot)["text/plain"])
	if len(value) > maxValue {
		value = value[:clampCursor(value, maxValue)] + "…"
	}
	d.text = value + "\n\n" + d.text
	return d
}
