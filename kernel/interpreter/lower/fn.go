package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// source is a file's syntax with what the type checker says of it.
type source struct {
	info *types.Info
	fset *token.FileSet
}

// fn is the function whose body is being lowered: a declaration, a literal
// inside one, or the statements of a cell.
type fn struct {
	*unit
	*source
	subst    substitution
	instance string        // distinguishes instances of one generic function
	root     *ast.FuncDecl // the declaration around it; nil for a cell's statements
	self     string        // emitted name of the declaration
	lo, hi   token.Pos     // of the function that marks belong to
	entry    bool          // the statements of a cell

	localTypes map[*types.Named]types.Type // of this instance

	sig      *types.Signature
	names    map[types.Object]string // of locals
	kept     map[types.Object]bool   // captured by a literal, or pointed to
	changed  map[types.Object]bool   // assigned to after they were declared
	gotos    map[types.Object]bool   // labels that goto means
	branches map[types.Object]bool   // labels that break or continue means
	params   []string                // emitted names of receiver and parameters, as they are passed on
	results  []string                // emitted names of the variables that hold results, where there are any
	out      *writer
	loops    []*loop
	labels   map[types.Object]string // emitted names
	yield    *yield                  // set in a body that became a function of its own
	defers   string                  // name of the list of deferred calls, where yaegi's will not do

	keepsResults bool // something may look at a result when the function has returned

	recovery string // what recover() is here
	depth    int    // of literals

	known   *known
	learned []types.Object // in this block

	site         // the statement that is being lowered
	started bool // a goroutine may begin with the function

	toCompiled bool // what is lowered is an argument of a compiled function
	callback   bool // the function is one: it may be called once for each element of something

	indexing map[types.Object]bool // variables that accesses mention
	watch    *watch                // nil if the function watches none
}

// writer collects lines.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

func (u *unit) function(src *source, s substitution, root *ast.FuncDecl) *fn {
	return &fn{
		unit: u, source: src, subst: s, root: root,
		names: map[types.Object]string{}, kept: map[types.Object]bool{}, changed: map[types.Object]bool{}, labels: map[types.Object]string{}, out: &writer{},
		indexing: map[types.Object]bool{},
		gotos:    map[types.Object]bool{}, branches: map[types.Object]bool{},
		localTypes: map[*types.Named]types.Type{}, known: newKnown(),
	}
}

// inner returns the function for a literal inside f.
func (f *fn) inner(sig *types.Signature) *fn {
	g := *f
	g.sig, g.out, g.results, g.entry, g.loops, g.yield = sig, &writer{}, nil, false, nil, nil
	g.defers, g.recovery, g.keepsResults = "", "", false
	g.watch, g.site, g.started = nil, site{}, false
	g.params = nil
	g.depth++
	return &g
}

// typeOf returns the type of an expression in this instance.
func (f *fn) typeOf(e ast.Expr) types.Type {
	t := f.info.TypeOf(e)
	if id, ok := e.(*ast.Ident); ok {
		if inst, ok := f.info.Instances[id]; ok {
			t = inst.Type
		}
	}
	if t == nil {
		panic(fmt.Sprintf("lower: %v: no type for %T", f.fset.Position(e.Pos()), e))
	}
	return f.apply(t)
}

func (f *fn) object(id *ast.Ident) types.Object {
	if o := f.info.Uses[id]; o != nil {
		return o
	}
	return f.info.Defs[id]
}

// local gives a variable of the function a name that no other one has.
func (f *fn) local(obj types.Object) string {
	if obj == nil || obj.Name() == "_" {
		return "_"
	}
	if name, ok := f.in.Global(obj); ok {
		return name
	}
	if name, ok := f.names[obj]; ok {
		return name
	}
	name := f.temp(obj.Name())
	f.names[obj] = name
	f.varTypes[name] = f.apply(obj.Type())
	return name
}

// declare names the parameters and results and writes the signature.
func (f *fn) declare(recv *ast.FieldList, t *ast.FuncType, sig *types.Signature) string {
	var in []string
	add := func(list *ast.FieldList) {
		if list == nil {
			return
		}
		for _, field := range list.List {
			typ := f.paramType(field)
			param := func(name string) {
				in = append(in, name+" "+typ)
				if strings.HasPrefix(typ, "...") {
					name += "..."
				}
				f.params = append(f.params, name)
			}
			if len(field.Names) == 0 {
				param(f.temp("p"))
			}
			for _, id := range field.Names {
				name := f.local(f.info.Defs[id])
				if name == "_" {
					name = f.temp("p")
				}
				param(name)
			}
		}
	}
	add(recv)
	add(t.Params)
	return "(" + strings.Join(in, ", ") + ")" + f.declareResults(t.Results)
}

func (f *fn) paramType(field *ast.Field) string {
	if e, ok := field.Type.(*ast.Ellipsis); ok {
		return "..." + f.rep(f.typeOf(e.Elt))
	}
	return f.rep(f.typeOf(field.Type))
}

// declareResults writes the types of the results. What they are called are
// variables of the function: a result of yaegi's is where the caller puts it,
// and holds what that held before.
func (f *fn) declareResults(list *ast.FieldList) string {
	if list == nil || len(list.List) == 0 {
		return ""
	}
	for _, field := range list.List {
		for _, id := range field.Names {
			obj := f.info.Defs[id]
			f.keepsResults = f.keepsResults || f.kept[obj]
			name := f.local(obj)
			if name == "_" {
				name = f.temp("r")
			}
			f.results = append(f.results, name)
		}
	}
	t := f.sig.Results()
	if f.defers != "" && len(f.results) == 0 { // deferred calls run outside of the function that returns
		for range t.Len() {
			f.results = append(f.results, f.temp("r"))
		}
	}
	return f.unit.results(t)
}

// makeResults declares the variables that hold results.
func (f *fn) makeResults() {
	for i, name := range f.results {
		f.out.line("var %s %s", name, f.rep(f.sig.Results().At(i).Type()))
	}
}
