package lower

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// watch is what a function knows that tells itself where it failed. It writes
// marks to a variable of its own, which nothing that it calls and no other
// goroutine changes, and defers a call that is given it. That call also finds
// out which access was out of range, with the variables it needs: those must
// exist before, so that variables which indexes mention are declared at the
// beginning. That gains more than the call costs: a variable that is declared in
// a loop is made anew at every turn.
type watch struct {
	mark     string // the variable; 0 where the function returns
	marked   bool
	told     string // a variable that says that the call is deferred once more
	born     int    // how many names there were when the function began
	hoisted  []string
	types    map[string]types.Type // of those
	copies   map[string]string     // of variables that range clauses declare, where they are needed; else ""
	accesses map[int][]strand.Access
	names    []string // that they mention
}

// The lines that stand for what is known at the end of a function only.
const (
	deferLine = "@defer@\n"
	leaveLine = "@leave@\n"
)

// watched writes the body of a function.
func (f *fn) watched(list []ast.Stmt, write func()) {
	if f.watcher == nil || f.mark == nil || f.yield != nil || len(f.gotos) > 0 || !f.entry && !f.started && !f.isLong(list) {
		write()
		return
	}
	w := &watch{mark: f.temp("at"), born: f.count, types: map[string]types.Type{}, copies: map[string]string{}, accesses: map[int][]strand.Access{}}
	f.watch = w
	text, _ := f.ahead(func() string { write(); return "" })
	f.watch = nil
	for _, name := range w.hoisted {
		f.out.line("var %s %s", name, f.rep(w.types[name]))
	}
	call, leave := "", ""
	if w.marked {
		f.out.line("var %s int", w.mark)
		leave = w.mark + " = 0\n"
		call = w.call(f)
		f.out.WriteString(call)
	}
	f.out.WriteString(strings.NewReplacer(deferLine, w.second(call), leaveLine, leave).Replace(text))
	if f.sig.Results().Len() == 0 || f.defers != "" {
		f.out.WriteString(leave)
	}
}

// second writes the deferred call once more, behind another one that must not
// come first: it may recover.
func (w *watch) second(call string) string {
	if w.told == "" || call == "" {
		return ""
	}
	return w.told + " = true\n" + strings.Replace(call, w.told, "false", 1)
}

// call writes the deferred call.
func (w *watch) call(f *fn) string {
	var names []string
	args := []string{w.mark}
	if w.told != "" {
		f.out.line("var %s bool", w.told)
		names, args = append(names, strand.Told), append(args, w.told)
	}
	for _, name := range w.names {
		arg := name
		if clone := w.copies[name]; clone != "" {
			arg = clone
		}
		if isLarge(f.varTypes[name]) {
			name, arg = "&"+name, "&"+arg
		}
		names, args = append(names, name), append(args, arg)
	}
	return "defer " + f.symbol(f.temp("W"), f.watcher(names, w.accesses)) + "(" + strings.Join(args, ", ") + ")\n"
}

// returns says that the function is about to return.
func (f *fn) returns() {
	if f.watch != nil {
		f.out.WriteString(leaveLine)
	}
}

// isLarge reports whether a variable is better passed by a pointer.
func isLarge(t types.Type) bool {
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Array, *types.Struct:
		return true
	}
	return false
}

// sees reports whether the variables exist where the function begins, and if so
// notes that they are needed.
func (w *watch) sees(f *fn, names []string) bool {
	for _, name := range names {
		if !w.exists(name) {
			return false
		}
	}
	for _, name := range names {
		if clone, ok := w.copies[name]; ok && clone == "" {
			clone = f.temp("k")
			w.copies[name] = clone
			w.hoisted = append(w.hoisted, clone)
			w.types[clone] = w.types[name]
		}
		if !slices.Contains(w.names, name) {
			w.names = append(w.names, name)
		}
	}
	return true
}

func (w *watch) exists(name string) bool {
	_, number, ok := strings.Cut(name, separator)
	if !ok {
		_, err := strconv.Atoi(name[strings.LastIndex(name, "__")+len("__"):])
		return err == nil && strings.Contains(name, "__") // declared by a cell, and no package
	}
	n, err := strconv.Atoi(number)
	_, copied := w.copies[name]
	return err == nil && n <= w.born || copied || slices.Contains(w.hoisted, name)
}

// hoist declares a variable at the beginning of the function, if accesses may
// need it there. It reports whether that is so.
func (f *fn) hoist(v types.Object) bool {
	if f.watch == nil || !f.indexing[v] || f.kept[v] && (f.inLoop() || f.entry) {
		return false
	}
	t := f.apply(v.Type())
	if !isData(t) {
		return false
	}
	name := f.local(v)
	if !slices.Contains(f.watch.hoisted, name) {
		f.watch.hoisted = append(f.watch.hoisted, name)
		f.watch.types[name] = t
	}
	return true
}

// isData reports whether variables of a type may be declared in one place and
// set in another: with functions and interfaces, yaegi may lose what they hold.
func isData(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Basic, *types.Slice, *types.Array, *types.Struct, *types.Map, *types.Pointer:
		return true
	}
	return false
}

// rangeBody writes the body of a range loop whose clause declares variables.
// Accesses that need them find them in copies, which the function declares.
func (f *fn) rangeBody(vars map[string]types.Type, write func()) {
	if f.watch == nil {
		write()
		return
	}
	names := slices.Sorted(maps.Keys(vars))
	for _, name := range names {
		if name != "_" && vars[name] != nil && isData(vars[name]) {
			f.watch.copies[name], f.watch.types[name] = "", vars[name]
		}
	}
	text, _ := f.ahead(func() string { write(); return "" })
	for _, name := range names {
		if clone := f.watch.copies[name]; clone != "" {
			f.out.line("%s = %s", clone, name)
		} else {
			delete(f.watch.copies, name)
		}
	}
	f.out.WriteString(text)
}

// isLong reports whether the call that a watched function defers is little to
// it: it has a loop in which something may fail, or defers another call.
func (f *fn) isLong(list []ast.Stmt) (long bool) {
	for _, s := range list {
		ast.Inspect(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt:
				long = long || f.failsWithin(n)
			case *ast.DeferStmt:
				long = true
			}
			return !long
		})
	}
	return long
}

// failsWithin reports whether a statement, or one inside it, may panic.
func (f *fn) failsWithin(root ast.Node) (fails bool) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case ast.Stmt:
			if _, isBlock := n.(*ast.BlockStmt); !isBlock {
				fails = fails || f.mayFail(n)
			}
		}
		return !fails
	})
	return fails
}

// indexes notes the variables that an expression mentions as those which
// accesses may need.
func (f *fn) indexes(e ast.Node) {
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := f.info.Uses[id].(*types.Var); ok {
				f.indexing[v] = true
			}
		}
		return true
	})
}
