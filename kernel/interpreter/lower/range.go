package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

func (f *fn) rangeStmt(s *ast.RangeStmt, label *ast.LabeledStmt) {
	t := f.typeOf(s.X)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsInteger != 0 {
			f.rangeInt(s, label)
			return
		}
		if isUsed(s.Key) {
			f.rangeString(s, label)
			return
		}
	case *types.Chan:
		f.rangeChan(s, label, u)
		return
	case *types.Signature:
		f.rangeFunc(s, label, u)
		return
	}
	f.rangeNative(s, label, t)
}

// rangeVars are the variables of a range clause: hidden ones count, and the
// user's take their values at the start of each iteration.
type rangeVars struct {
	f          *fn
	s          *ast.RangeStmt
	key, value string // "_" where the clause has none

	keyOwn, valueOwn bool // they are the user's own: nothing keeps or changes them
}

func (f *fn) rangeVars(s *ast.RangeStmt) *rangeVars {
	r := &rangeVars{f: f, s: s, key: "_", value: "_"}
	r.key, r.keyOwn = f.rangeVar(s, s.Key, "k")
	r.value, r.valueOwn = f.rangeVar(s, s.Value, "v")
	return r
}

// rangeVar returns the name of a variable of a range clause, and whether it is
// the user's.
func (f *fn) rangeVar(s *ast.RangeStmt, e ast.Expr, hidden string) (name string, own bool) {
	if !isUsed(e) {
		return "_", true
	}
	id, ok := e.(*ast.Ident)
	if !ok || s.Tok != token.DEFINE {
		return f.temp(hidden), false
	}
	obj := f.info.Defs[id]
	if _, global := f.in.Global(obj); obj == nil || global || f.kept[obj] || f.changed[obj] {
		return f.temp(hidden), false
	}
	return f.local(obj), true
}

func isUsed(e ast.Expr) bool {
	if e == nil {
		return false
	}
	id, ok := e.(*ast.Ident)
	return !ok || id.Name != "_"
}

// assign gives the user's variables their values. Places that are not plain
// variables are found before either is set.
func (r *rangeVars) assign(key, value types.Type) {
	list := []struct {
		e    ast.Expr
		from string
		typ  types.Type
		own  bool
		to   target
	}{
		{e: r.s.Key, from: r.key, typ: key, own: r.keyOwn},
		{e: r.s.Value, from: r.value, typ: value, own: r.valueOwn},
	}
	for i, v := range list {
		if _, isName := v.e.(*ast.Ident); !v.own && !isName {
			list[i].to = r.f.place(v.e)
		}
	}
	for _, v := range list {
		if v.own {
			continue
		}
		if v.to.text == "" {
			v.to = r.f.target(v.e, r.s.Tok == token.DEFINE)
		}
		v.to.assign(r.f, r.f.convert(v.from, v.typ, v.to.typ))
	}
}

func (f *fn) loopBody(s *ast.RangeStmt, l *loop) {
	f.push(l)
	f.block(s.Body.List)
	f.pop()
}

func (f *fn) rangeInt(s *ast.RangeStmt, label *ast.LabeledStmt) {
	t := f.typeOf(s.X)
	if b, ok := t.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		t = types.Typ[types.Int]
	}
	if s.Key != nil && isUsed(s.Key) {
		t = f.lhsType(s.Key)
	}
	rep := f.rep(t)
	end := f.temp("n")
	f.out.line("{")
	f.out.line("%s := %s", end, typedOnce(rep, f.as(s.X, t)))
	index, own := f.rangeVar(s, s.Key, "k")
	if index == "_" {
		index = f.temp("k")
	}
	f.turns(s, func() {
		obj, text := f.labelOf(label)
		f.out.line("%sfor %s := %s(0); %s < %s; %s++ {", text, index, rep, index, end, index)
		f.pollLine()
		f.rangeBody(map[string]types.Type{index: t}, func() {
			if !own {
				to := f.target(s.Key, s.Tok == token.DEFINE)
				to.assign(f, index)
			}
			f.loopBody(s, &loop{label: obj, isLoop: true})
		})
		f.out.line("}")
	})
	f.out.line("}")
}

// typedOnce makes sure that a literal has its type.
func typedOnce(rep, x string) string {
	if rep == "int" {
		return "int(" + x + ")"
	}
	return x
}

func (f *fn) rangeChan(s *ast.RangeStmt, label *ast.LabeledStmt, t *types.Chan) {
	ch := f.temp("c")
	f.out.line("{")
	f.out.line("%s := %s", ch, f.under(s.X))
	obj, text := f.labelOf(label)
	f.out.line("%sfor {", text)
	f.pollLine()
	v, ok := f.receiveFrom(ch, t)
	f.out.line("if !%s { break }", ok)
	if isUsed(s.Key) {
		to := f.target(s.Key, s.Tok == token.DEFINE)
		to.assign(f, f.convert(v, t.Elem(), to.typ))
	}
	f.loopBody(s, &loop{label: obj, isLoop: true})
	f.out.line("}\n}")
}

// rangeNative ranges over what the machine ranges over rightly.
func (f *fn) rangeNative(s *ast.RangeStmt, label *ast.LabeledStmt, t types.Type) {
	x := f.under(s.X)
	key, value := types.Type(types.Typ[types.Int]), types.Type(nil)
	f.out.line("{")
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		value = u.Elem().Underlying().(*types.Array).Elem()
		x = "(*" + f.hold(x) + ")[:]"
		if !isUsed(s.Value) {
			x = "make([]struct{}, " + f.lenOf(u.Elem()) + ")"
		}
	case *types.Array:
		value = u.Elem()
		if isUsed(s.Value) || f.calls(s.X) {
			x = f.hold(x) + "[:]"
		} else { // not even evaluated: it may be of a nil pointer
			x = "make([]struct{}, " + f.lenOf(u) + ")"
		}
	case *types.Slice:
		value = u.Elem()
		x = f.hold(x)
	case *types.Map:
		key, value = u.Key(), u.Elem()
	case *types.Basic:
		value = types.Typ[types.Rune]
	}
	f.turns(s, func() { f.nativeLoop(s, label, x, key, value) })
	f.out.line("}")
}

// nativeLoop writes a range loop over x as one of the machine's.
func (f *fn) nativeLoop(s *ast.RangeStmt, label *ast.LabeledStmt, x string, key, value types.Type) {
	r := f.rangeVars(s)
	obj, text := f.labelOf(label)
	_, channels := value.Underlying().(*types.Chan)
	if r.value != "_" && channels {
		f.channelsLoop(r, text, x)
		r.assign(key, value)
		f.loopBody(s, &loop{label: obj, isLoop: true})
		f.out.line("}")
		return
	}
	switch {
	case r.value != "_":
		f.out.line("%sfor %s, %s := range %s {", text, r.key, r.value, x)
	case r.key != "_":
		f.out.line("%sfor %s := range %s {", text, r.key, x)
	default:
		f.out.line("%sfor range %s {", text, x)
	}
	f.pollLine()
	f.rangeBody(map[string]types.Type{r.key: key, r.value: value}, func() {
		r.assign(key, value)
		f.loopBody(s, &loop{label: obj, isLoop: true})
	})
	f.out.line("}")
}

// turns lowers a loop over something whose length is known beforehand.
func (f *fn) turns(s *ast.RangeStmt, write func()) {
	index, n := f.rangeIndex(s)
	f.hoisted(f.isQuiet(s.Body), func() { f.bounded(index, n, write) })
}

// rangeIndex returns the variable of a range clause that is an index, and what
// it stays below.
func (f *fn) rangeIndex(s *ast.RangeStmt) (index types.Object, n extent) {
	if s.Key == nil || s.Tok != token.DEFINE {
		return nil, n
	}
	ok := false
	switch t := f.typeOf(s.X).Underlying().(type) {
	case *types.Slice, *types.Array:
		n, ok = f.extentOf(s.X)
	case *types.Basic:
		if t.Info()&types.IsString != 0 {
			n, ok = f.extentOf(s.X)
		} else {
			n, ok = f.amount(s.X)
		}
	}
	if !ok {
		return nil, n
	}
	return f.steady(s.Key), n
}

// rangeString ranges over a string by the positions of its runes, which yaegi
// derives from their values: those of bad UTF-8 are not what they take.
func (f *fn) rangeString(s *ast.RangeStmt, label *ast.LabeledStmt) {
	f.out.line("{")
	at, runes := f.temp("a"), f.temp("r")
	f.out.line("%s, %s := rt.Runes(%s)", at, runes, f.expr(s.X))
	obj, text := f.labelOf(label)
	r := f.rangeVars(s)
	n := f.temp("n")
	f.out.line("%sfor %s, %s := range %s {", text, n, r.key, at)
	f.pollLine()
	if r.value != "_" {
		f.out.line("%s := %s[%s]", r.value, runes, n)
	}
	r.assign(types.Typ[types.Int], types.Typ[types.Rune])
	f.loopBody(s, &loop{label: obj, isLoop: true})
	f.out.line("}\n}")
}

func (f *fn) lenOf(t types.Type) string {
	return itoa(t.Underlying().(*types.Array).Len())
}

// hold keeps a value in a variable.
func (f *fn) hold(x string) string {
	name := f.temp("h")
	f.out.line("%s := %s", name, x)
	return name
}

// channelsLoop begins a loop over channels by their keys: with values that are
// channels, yaegi takes it for a loop over one channel.
func (f *fn) channelsLoop(r *rangeVars, label, x string) {
	if r.key == "_" {
		r.key = f.temp("k")
	}
	x = f.hold(x)
	f.out.line("%sfor %s := range %s {", label, r.key, x)
	f.pollLine()
	f.out.line("%s := %s[%s]", r.value, x, r.key)
}
