package lower

import (
	"fmt"
	"go/types"
	"strings"
)

// table holds, by the ID of a dynamic type, the functions behind one method of
// interfaces that cells declare.
type table struct {
	name    string
	typ     string          // of its functions
	entries map[string]bool // types that have joined, by key
	joining []joiner        // types that have the method, in the order they came
}

// joiner is a type with a method, whose function is emitted when it is needed.
type joiner struct {
	key string
	add func(u *unit, name string)
}

// methodKey identifies a method of interfaces: by name and signature.
func (u *unit) methodKey(m *types.Func, sig *types.Signature) string {
	name := m.Name()
	if !m.Exported() && m.Pkg() != nil {
		name = m.Pkg().Path() + "." + name
	}
	return name + u.key(withoutRecv(sig))
}

// dispatch writes the call of a method of an interface of ours.
func (f *fn) dispatch(x string, t types.Type, m *types.Func, sig *types.Signature) method {
	tab := f.table(m, sig)
	if !isName(x) {
		return method{tab.name + "_call", x, sig}
	}
	return method{tab.name + "[rt.TypeID(" + x + ")]", x, sig}
}

func isName(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && r < 128 && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	}) < 0
}

// table returns the dispatch table of a method, and declares it if it is the
// first time that the method is called.
func (u *unit) table(m *types.Func, sig *types.Signature) *table {
	key := u.methodKey(m, sig)
	tab := u.implementers(key)
	if tab.name != "" {
		return tab
	}
	name := u.temp("M") + "_" + m.Name()
	tab.name, tab.typ = name, "func"+u.signature(withoutRecv(sig), "interface{}")
	u.undo(func() { tab.name = "" })
	raw := name + "_raw"
	params, args := u.plainParams(sig)
	fmt.Fprintf(&u.decls, "var %s []%s\n", name, tab.typ)
	fmt.Fprintf(&u.funcs, "func %s(%s)%s { %srt.MethodValue(x__, %q).(%s)(%s) }\n", raw, join("x__ interface{}", params), u.results(sig.Results()),
		returns(sig), m.Name(), "func"+u.signature(withoutRecv(sig), ""), args)
	// By way of a variable: yaegi cannot return what an element returns if that is a function.
	fmt.Fprintf(&u.funcs, "func %s_call(%s)%s {\nm__ := %s[rt.TypeID(x__)]\n%sm__(%s)\n}\n", name, join("x__ interface{}", params), u.results(sig.Results()),
		name, returns(sig), join("x__", args))
	// No bare nil here: yaegi may know it as one of another type by now.
	fmt.Fprintf(&u.start, "if len(%s) == 0 { %s = make([]%s, 1) }\n%s[0] = %s\n", name, name, tab.typ, name, raw)
	for _, j := range tab.joining {
		j.add(u, name)
	}
	return tab
}

func (u *unit) implementers(key string) *table {
	tab, ok := u.tables[key]
	if !ok {
		tab = &table{entries: map[string]bool{}}
		u.tables[key] = tab
	}
	return tab
}

func (u *unit) plainParams(sig *types.Signature) (params, args string) {
	return (&fn{unit: u}).forwardParams(sig)
}

// implement makes the methods of a concrete type callable through interfaces:
// by compiled code through its carrier, and through dispatch tables.
func (u *unit) implement(t types.Type, key string, d *described) {
	if u.isRaw(t) {
		return
	}
	set := types.NewMethodSet(t)
	u.describePointer(t, set)
	for i := range set.Len() {
		sel := set.At(i)
		m := sel.Obj().(*types.Func)
		id := key + "." + m.Id()
		if u.methods[id] {
			continue
		}
		u.methods[id] = true
		u.undo(func() { delete(u.methods, id) })
		sig := sel.Type().(*types.Signature)
		thunk := fmt.Sprintf("T%d_%s", d.typ.ID, m.Name())
		emitted := false
		emit := func(u *unit) {
			if !emitted {
				emitted = true
				u.undo(func() { emitted = false })
				u.thunk(thunk, t, sel, sig)
			}
		}
		if _, ours := u.in.Global(m); ours || m.Exported() {
			u.thunks = append(u.thunks, emit)
		}
		tab := u.implementers(u.methodKey(m, sig))
		j := joiner{key, func(u *unit, name string) {
			emit(u)
			fmt.Fprintf(&u.start, "for len(%s) <= %d { %s = append(%s, *new(%s)) }\n%s[%d] = %s\n", name, d.typ.ID, name, name, tab.typ, name, d.typ.ID, thunk)
		}}
		n := len(tab.joining)
		tab.joining = append(tab.joining, j)
		u.undo(func() { tab.joining = tab.joining[:n] })
		if tab.name != "" {
			j.add(u, tab.name)
		}
		if m.Exported() && (u.wanted(m.Name()) || u.reflects()) {
			emit(u)
			fmt.Fprintf(&u.start, "%s.SetMethod(%q, %s)\n", d.symbol, m.Name(), thunk)
			if u.reflects() {
				u.sign(d, m.Name(), sig)
			}
		}
	}
}

// reflects reports whether code may look for methods of any name: what works
// by reflection is imported, or later cells may.
func (u *unit) reflects() bool {
	if !u.fixed {
		return true
	}
	for _, path := range []string{"reflect", "text/template", "html/template"} {
		if _, ok := u.imports[path]; ok {
			return true
		}
	}
	return false
}

// sign says which type the function of a method has: package reflect shows it,
// and templates want to know what a method returns.
func (u *unit) sign(d *described, name string, sig *types.Signature) {
	defer func() {
		p := recover()
		if _, ok := p.(*Unsupported); p != nil && !ok { // it mentions what nobody can have: the method has no type then
			panic(p)
		}
	}()
	d.typ.SetSignature(name, u.describe(withoutRecv(sig)).typ)
}

// describePointer describes *T for a type with a name, if compiled code may look
// for methods that only pointers have: in what has an address.
func (u *unit) describePointer(t types.Type, own *types.MethodSet) {
	if _, ok := t.(*types.Named); !ok {
		return
	}
	p := types.NewPointer(t)
	set := types.NewMethodSet(p)
	for i := range set.Len() {
		m := set.At(i).Obj()
		if m.Exported() && (u.wanted(m.Name()) || u.reflects()) && own.Lookup(m.Pkg(), m.Name()) == nil {
			u.describe(p)
			return
		}
	}
}

// thunk emits the function that a table holds: it takes the receiver out of its
// carrier.
func (u *unit) thunk(name string, t types.Type, sel *types.Selection, sig *types.Signature) {
	f := u.function(&source{u.in.Info, u.in.Fset}, nil, nil)
	params, args := f.forwardParams(sig)
	path := sel.Index()
	m := f.method("x__", selection{kind: types.MethodVal, recv: t, obj: sel.Obj(), path: path[:len(path)-1]})
	check := ""
	if isPointer(t) && len(path) == 1 && !isPointer(recvType(sel.Obj().(*types.Func))) {
		check = fmt.Sprintf("if x__ == nil { rt.NilReceiver(%q, %q) }\n", u.text(deref(t)), sel.Obj().Name())
	}
	fmt.Fprintf(&u.funcs, "func %s(%s)%s {\nx__ := %s\n%s%s%s(%s)\n}\n", name, join("v__ interface{}", params), u.results(sig.Results()),
		u.payload("rt.V(v__)", t), check, returns(sig), m.callee, join(m.first, args))
}
