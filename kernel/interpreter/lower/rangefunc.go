package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

// yield is the body of a range over a function, which becomes a function
// itself: how it ends the loop is kept in a variable outside.
type yield struct {
	outer   *fn
	body    *ast.BlockStmt
	exit    string   // variable: 0 next iteration, 1 break, 2 return, above: a jump
	results []string // variables for what a return returns
	jumps   []func() // what codes from 3 on do, outside
}

// rangeFunc lowers for x := range f { body } to f(func(x) bool { body }).
func (f *fn) rangeFunc(s *ast.RangeStmt, label *ast.LabeledStmt, sig *types.Signature) {
	body := sig.Params().At(0).Type().Underlying().(*types.Signature)
	f.out.line("{")
	y := &yield{outer: f, body: s.Body, exit: f.temp("exit")}
	f.out.line("%s := 0", y.exit)
	state := f.temp("state")
	f.out.line("%s := 0", state)
	y.makeResults(f)
	seq := f.under(s.X)
	if !f.namesFunc(s.X) { // yaegi cannot call a variable that holds a declared function
		seq = f.hold(seq)
	}
	obj, _ := f.labelOf(label)
	l := &loop{label: obj, isLoop: true, isFunc: y}
	f.push(l)
	g := f.inner(types.NewSignatureType(nil, nil, nil, body.Params(), body.Results(), false))
	g.yield, g.defers, g.recovery = y, f.defers, f.recovery
	g.loops = []*loop{l}
	g.results = f.results
	names := make([]string, body.Params().Len())
	list := make([]string, len(names))
	for i := range names {
		names[i] = f.temp("y")
		list[i] = names[i] + " " + f.rep(body.Params().At(i).Type())
	}
	g.pollLine()
	g.out.line("if %s != 0 { rt.YieldAfterEnd(%s) }", state, state)
	g.out.line("%s = 2", state)
	for i, e := range []ast.Expr{s.Key, s.Value} {
		if isUsed(e) {
			to := g.target(e, s.Tok.String() == ":=")
			to.assign(g, g.convert(names[i], body.Params().At(i).Type(), to.typ))
		}
	}
	g.block(s.Body.List)
	if !leaves(s.Body.List) { // else this would never be reached
		g.out.line("%s = 0\nreturn true", state)
	}
	f.pop()
	f.out.line("%s(func(%s) bool {\n%s})", seq, strings.Join(list, ", "), strings.ReplaceAll(g.out.String(), stateMark, state))
	f.out.line("if %s == 2 && %s == 0 { rt.YieldSwallowed() }", state, y.exit)
	f.out.line("%s = 1", state)
	y.after(f)
	f.out.line("}")
}

// stateMark stands for the name of the loop's state in statements of its body.
const stateMark = "@state@"

func (y *yield) makeResults(f *fn) {
	if f.yield != nil {
		y.results = f.yield.results
		return
	}
	if len(f.results) > 0 {
		y.results = f.results
		return
	}
	for i := range f.sig.Results().Len() {
		name := f.temp("ret")
		y.results = append(y.results, name)
		f.out.line("%s := *new(%s)", name, f.rep(f.sig.Results().At(i).Type()))
	}
}

// leave ends the iteration, or the loop.
func (y *yield) leave(g *fn, again bool) {
	if again {
		g.out.line("%s = 0\nreturn true", stateMark)
		return
	}
	g.out.line("%s = 1\n%s = 1\nreturn false", y.exit, stateMark)
}

// escape leaves the loop for something outside of it.
func (y *yield) escape(g *fn, s *ast.BranchStmt, label types.Object, again bool) {
	y.jumps = append(y.jumps, func() { y.outer.leave(s, label, again) })
	g.out.line("%s = %d\n%s = 1\nreturn false", y.exit, len(y.jumps)+2, stateMark)
}

// holds reports whether a label stands in the body.
func (y *yield) holds(label types.Object) bool {
	return y.body.Pos() <= label.Pos() && label.Pos() < y.body.End()
}

// jump leaves the loop by a goto.
func (y *yield) jump(g *fn, s *ast.BranchStmt) {
	y.jumps = append(y.jumps, func() { y.outer.branch(s) })
	g.out.line("%s = %d\n%s = 1\nreturn false", y.exit, len(y.jumps)+2, stateMark)
}

// returnFromYield leaves the function around the loop.
func (f *fn) returnFromYield(s *ast.ReturnStmt) {
	y := f.yield
	want := y.root().sig.Results()
	if len(s.Results) > 0 {
		f.setResults(s, want, y.results)
	}
	f.out.line("%s = 2\n%s = 1\nreturn false", y.exit, stateMark)
}

// root is the function that a return returns from.
func (y *yield) root() *fn {
	f := y.outer
	for f.yield != nil {
		f = f.yield.outer
	}
	return f
}

// after does, outside the loop, what the body wanted.
func (y *yield) after(f *fn) {
	f.out.line("if %s == 2 {", y.exit)
	if f.yield != nil {
		f.out.line("%s = 2\n%s = 1\nreturn false", f.yield.exit, stateMark)
	} else {
		f.returnResults(y.results)
	}
	f.out.line("}")
	for i, jump := range y.jumps {
		f.out.line("if %s == %d {", y.exit, i+3)
		jump()
		f.out.line("}")
	}
}

// returnResults returns what stands in variables.
func (f *fn) returnResults(names []string) {
	f.returns()
	if f.defers != "" || len(names) == 0 {
		f.out.line("return")
		return
	}
	f.out.line("return %s", strings.Join(names, ", "))
}

// leaves reports whether the last of some statements goes elsewhere.
func leaves(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}
