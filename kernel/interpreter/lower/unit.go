package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
	"strings"
)

// unit is the lowering of one Input.
type unit struct {
	*Lowerer
	in *Input

	context  *types.Context
	locals   map[*types.TypeName]string
	knots    map[*types.Named]bool // whether a type is one
	imports  map[string]string
	symbols  map[string]reflect.Value
	decls    strings.Builder // types and globals
	funcs    strings.Builder
	start    strings.Builder // what fills tables, before anything else runs
	queue    []func()        // functions that are still to be emitted
	thunks   []func(*unit)   // methods that later cells may call through tables: their types are known here alone
	undone   []func()
	gone     []string
	known    map[string]Func
	varTypes map[string]types.Type // of local variables, by emitted name
	begins   map[any]bool          // functions (types.Object) and literals that goroutines begin with

	implemented map[string]bool // types whose methods are, or will be, callable
}

// Lower translates a piece of checked code. A construct that cannot be
// translated is an error with its position; nothing is remembered then.
func (l *Lowerer) Lower(in *Input) (out *Output, err error) {
	u := &unit{
		Lowerer: l, in: in, context: types.NewContext(),
		locals: map[*types.TypeName]string{}, knots: map[*types.Named]bool{},
		imports: map[string]string{}, symbols: map[string]reflect.Value{},
		known: map[string]Func{}, varTypes: map[string]types.Type{}, implemented: map[string]bool{}, begins: map[any]bool{},
	}
	defer func() {
		if p := recover(); p != nil {
			u.rollback()
			bad, ok := p.(*Unsupported)
			if !ok {
				panic(p)
			}
			out, err = nil, bad
		}
	}()
	body := u.lower()
	return &Output{
		Imports: u.imports, Symbols: u.symbols,
		Decls: u.decls.String() + u.funcs.String(), Body: u.start.String() + body, Funcs: u.known, Gone: u.gone, Undo: u.rollback,
	}, nil
}

// Unsupported is the error for code that the interpreter cannot run.
type Unsupported struct {
	Pos  token.Position
	What string
}

func (e *Unsupported) Error() string { return fmt.Sprintf("%v: %s", e.Pos, e.What) }

func (f *fn) unsupported(n ast.Node, format string, args ...any) {
	panic(&Unsupported{f.fset.Position(n.Pos()), fmt.Sprintf(format, args...)})
}

func (u *unit) undo(f func()) { u.undone = append(u.undone, f) }

func (u *unit) rollback() {
	for i := len(u.undone) - 1; i >= 0; i-- {
		u.undone[i]()
	}
	u.undone = nil
}

// pkg returns the name under which emitted code knows a compiled package.
func (u *unit) pkg(path string) string {
	if name, ok := u.imports[path]; ok {
		return name
	}
	name := "p__" + strings.Map(func(r rune) rune {
		if r == '/' || r == '.' || r == '-' {
			return '_'
		}
		return r
	}, path)
	u.imports[path] = name
	return name
}

// symbol binds a compiled value to a name of the package of helpers.
func (u *unit) symbol(name string, v reflect.Value) string {
	u.symbols[name] = v
	return rt + "." + name
}

// rt is the name of the package of helpers in emitted code.
const rt = "rt"

func (u *unit) lower() (body string) {
	for _, v := range u.in.Vars {
		u.global(v)
	}
	for _, d := range u.in.Funcs {
		u.beginnings(d)
	}
	for _, s := range u.in.Stmts {
		u.beginnings(s)
	}
	for _, d := range u.in.Funcs {
		u.declared(d)
	}
	f := u.function(&source{u.in.Info, u.in.Fset}, nil, nil)
	f.root = nil
	f.sig = types.NewSignatureType(nil, nil, nil, nil, nil, false)
	f.entry = true
	f.recovery = "rt.Recover(rt.Falling())"
	f.analyse(u.in.Stmts)
	for _, init := range u.in.Inits {
		f.observe(init.Rhs)
	}
	if u.in.Result != nil {
		f.analyse([]ast.Stmt{&ast.ExprStmt{X: u.in.Result}})
	}
	for _, v := range u.in.Reset {
		f.reset(v)
	}
	for _, init := range u.in.Inits {
		f.initializer(init)
	}
	f.statements()
	u.drain()
	if !u.fixed { // there may be later cells
		for len(u.thunks) > 0 {
			emit := u.thunks[0]
			u.thunks = u.thunks[1:]
			emit(u)
			u.drain()
		}
	}
	for _, p := range u.in.Forward {
		u.forward(p[0], p[1])
	}
	return f.out.String()
}

// drain emits what waits to be emitted.
func (u *unit) drain() {
	for len(u.queue) > 0 {
		next := u.queue[0]
		u.queue = u.queue[1:]
		next()
	}
}

// statements lowers those of a cell, and what shows the value of the last one.
func (f *fn) statements() {
	f.defersBy(f.in.Stmts)
	if f.defers != "" {
		f.out.line("rt.Deferring(func(%s *rt.Deferred) {", f.defers)
		defer f.out.line("})")
	}
	f.watched(f.in.Stmts, func() {
		f.block(f.in.Stmts)
		if f.in.Result != nil {
			f.result(f.in.Result)
		}
	})
}

func (u *unit) global(v *types.Var) {
	name, ok := u.in.Global(v)
	if !ok || v.Name() == "_" {
		return
	}
	fmt.Fprintf(&u.decls, "var %s %s\n", name, u.rep(v.Type()))
}

// declared emits a function or method of a cell, unless it is generic: its
// instances are emitted where they are used.
func (u *unit) declared(d *ast.FuncDecl) {
	obj, ok := u.in.Info.Defs[d.Name].(*types.Func)
	if !ok || d.Body == nil || isGeneric(obj) || d.Name.Name == "_" {
		return
	}
	name, ok := u.in.Global(obj)
	if !ok {
		panic("lower: no name for " + obj.FullName())
	}
	u.emit(name, d, obj, &source{u.in.Info, u.in.Fset}, nil, "")
}

func isGeneric(f *types.Func) bool {
	sig := f.Signature()
	return sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0
}

// emit writes one function.
func (u *unit) emit(name string, d *ast.FuncDecl, obj *types.Func, src *source, s substitution, instance string) {
	f := u.function(src, s, d)
	f.instance, f.started = instance, u.begins[obj]
	f.self = name
	f.sig = f.apply(obj.Signature()).(*types.Signature)
	f.lo, f.hi = d.Pos(), d.End()
	u.known[name] = Func{userName(d), src.fset, d.Pos()}
	f.analyse(d.Body.List)
	f.defersBy(d.Body.List)
	sig := f.declare(d.Recv, d.Type, obj.Signature())
	f.prologue(name)
	f.body(d.Body.List)
	fmt.Fprintf(&u.funcs, "func %s%s {\n%s}\n", name, sig, f.out.String())
}

// userName is what a declaration's user calls it.
func userName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	switch x := t.(type) {
	case *ast.IndexExpr:
		t = x.X
	case *ast.IndexListExpr:
		t = x.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name + "." + d.Name.Name
	}
	return d.Name.Name
}

// separator stands in names that the lowering makes up, and in no name that
// stands for something a user declares globally: those end in "__" and a number.
const separator = "ˍ" // a letter

// temp returns a name that nothing else has.
func (u *unit) temp(prefix string) string {
	u.count++
	return prefix + separator + strconv.Itoa(u.count)
}
