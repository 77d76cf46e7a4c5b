package interpreter

import (
	"cmp"
	"go/ast"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Kinds of matches: the words that JupyterLab has icons for.
const (
	kindFunction = "function"
	kindInstance = "instance"
	kindClass    = "class"
	kindModule   = "module"
	kindKeyword  = "keyword"
)

// Complete implements [Interpreter].
func (s *Session) Complete(code string, cursor int) Completion {
	cursor = clampCursor(code, cursor)
	if start, ok := importPathAt(code, cursor); ok {
		return s.completeImport(code, start, cursor)
	}
	base, start, end := word(code, cursor)
	l := s.lookup(code)
	var all []Match
	if base != "" {
		if t, ok := l.text(base); ok {
			all = l.members(t)
		}
	} else if !strings.HasSuffix(strings.TrimRight(code[:start], " \t"), ".") {
		all = l.names(start)
	}
	return Completion{Matches: withPrefix(all, code[start:cursor]), Start: start, End: end}
}

// withPrefix keeps what begins with a prefix, in any case if nothing does in
// its own, sorted.
func withPrefix(all []Match, prefix string) []Match {
	pick := func(has func(text string) bool) []Match {
		var list []Match
		for _, m := range all {
			if has(m.Text) {
				list = append(list, m)
			}
		}
		return list
	}
	list := pick(func(text string) bool { return strings.HasPrefix(text, prefix) })
	if len(list) == 0 {
		lower := strings.ToLower(prefix)
		list = pick(func(text string) bool { return strings.HasPrefix(strings.ToLower(text), lower) })
	}
	slices.SortFunc(list, func(a, b Match) int { return cmp.Compare(a.Text, b.Text) })
	return slices.CompactFunc(list, func(a, b Match) bool { return a.Text == b.Text })
}

// importPathAt reports whether the cursor stands in the string of an import,
// and where its text begins.
func importPathAt(code string, cursor int) (start int, ok bool) {
	line := code[strings.LastIndexByte(code[:cursor], '\n')+1 : cursor]
	quote := strings.LastIndexByte(line, '"')
	if quote < 0 || strings.Count(line, `"`) != 1 {
		return 0, false
	}
	before := strings.TrimSpace(line[:quote])
	inGroup := strings.LastIndex(code[:cursor], "import (") > strings.LastIndexByte(code[:cursor], ')')
	return cursor - len(line) + quote + 1, strings.HasPrefix(before, "import") || inGroup
}

func (s *Session) completeImport(code string, start, cursor int) Completion {
	c := Completion{Start: start, End: cursor}
	for end := cursor; end < len(code) && code[end] != '\n'; end++ {
		if code[end] == '"' {
			c.End = end
			break
		}
	}
	for _, path := range slices.Sorted(maps.Keys(s.machine.table)) {
		if strings.HasPrefix(path, code[start:cursor]) && path != rtPath {
			c.Matches = append(c.Matches, Match{Text: path, Kind: kindModule})
		}
	}
	return c
}

// names lists what may stand without a selector.
func (l *lookup) names(at int) (all []Match) {
	for t := token.BREAK; t <= token.VAR; t++ {
		all = append(all, Match{Text: t.String(), Kind: kindKeyword})
	}
	for name, k := range universe {
		all = append(all, Match{Text: name, Kind: k.word()})
	}
	all = append(all, Match{ctxName, kindInstance, "context.Context"})
	for name, sym := range l.v.names {
		all = append(all, Match{name, sym.kind.word(), sym.signature()})
	}
	for name, path := range l.s.options.Preload {
		if _, shadowed := l.v.names[name]; !shadowed {
			all = append(all, Match{name, kindModule, path})
		}
	}
	have := map[string]bool{}
	for _, m := range all {
		have[m.Text] = true
	}
	for _, name := range written(l.code, at) {
		if !have[name] {
			all = append(all, Match{Text: name, Kind: kindInstance})
		}
	}
	return all
}

// written lists the names in code, apart from the one at an offset and from
// what is selected.
func written(code string, at int) (names []string) {
	s := newSplitter(code)
	dot := false
	for {
		pos, tok, lit := s.scan.Scan()
		if tok == token.EOF {
			return names
		}
		if tok == token.IDENT && !dot && s.file.Offset(pos) != at {
			names = append(names, lit)
		}
		dot = tok == token.PERIOD
	}
}

func (k kind) word() string {
	switch k {
	case aFunc:
		return kindFunction
	case aType:
		return kindClass
	case aPackage:
		return kindModule
	}
	return kindInstance
}

// signature is the type of a variable or the declaration of a function.
func (sym symbol) signature() string {
	switch {
	case sym.kind == aPackage:
		return sym.path
	case sym.kind == aVar && sym.hint != "":
		return sym.hint
	case sym.kind == aVar:
		return typeText(sym.typ)
	case sym.kind == aFunc && sym.item != nil:
		if d, ok := sym.item.decl.(*ast.FuncDecl); ok {
			return funcType(sym.item, d)
		}
	}
	return ""
}

// funcType returns the type of an interpreted function as its source has it.
func funcType(it *item, d *ast.FuncDecl) string {
	return "func" + it.src.code[it.off(d.Type.Params.Pos()):it.off(d.Type.End())]
}

// members lists what may be selected from something.
func (l *lookup) members(t thing) (all []Match) {
	if t.path != "" && t.member == "" {
		for name, v := range l.s.machine.table[t.path] {
			if ast.IsExported(name) {
				all = append(all, Match{name, entryKind(v), l.entrySignature(t.path, name, v)})
			}
		}
		return all
	}
	if sym, ok := l.v.names[t.hint]; ok {
		for name, it := range sym.methods {
			all = append(all, Match{name, kindFunction, funcType(it, it.decl.(*ast.FuncDecl))})
		}
		if t.isType {
			return all
		}
	}
	if t.typ == nil {
		return all
	}
	return append(all, typeMembers(t.typ)...)
}

func entryKind(v reflect.Value) string {
	switch {
	case isTypeEntry(v):
		return kindClass
	case v.Kind() == reflect.Func:
		return kindFunction
	}
	return kindInstance
}

// entrySignature is the declaration of a function if the documentation has it,
// and its type otherwise.
func (l *lookup) entrySignature(path, name string, v reflect.Value) string {
	if isTypeEntry(v) {
		return typeText(v.Type().Elem())
	}
	if v.Kind() != reflect.Func {
		if v.Type().Implements(constantType) {
			return v.Interface().(interface{ String() string }).String()
		}
		return typeText(v.Type())
	}
	declaration, _ := l.docs(path, name)
	if !strings.HasPrefix(declaration, "func") || strings.Contains(declaration, "\n") {
		return typeText(v.Type())
	}
	return "func" + strings.TrimPrefix(declaration, "func "+name)
}

func typeMembers(t reflect.Type) (all []Match) {
	methods := t
	if t.Kind() != reflect.Interface && t.Kind() != reflect.Pointer {
		methods = reflect.PointerTo(t)
	}
	for i := range methods.NumMethod() {
		m := methods.Method(i)
		typ := m.Type
		if t.Kind() != reflect.Interface {
			typ = withoutReceiver(typ)
		}
		all = append(all, Match{m.Name, kindFunction, typeText(typ)})
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return all
	}
	for _, f := range reflect.VisibleFields(t) {
		name := f.Name
		if !f.IsExported() {
			continue
		}
		if t.Name() == "" && len(name) > 1 && strings.HasPrefix(name, hiddenField) && !ast.IsExported(name[1:]) {
			name = name[1:]
		}
		all = append(all, Match{name, kindInstance, typeText(f.Type)})
	}
	return all
}
