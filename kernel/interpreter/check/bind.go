package check

import (
	"go/ast"
	"go/token"
)

// ref is a use of a name that the item itself does not bind.
type ref struct {
	id   *ast.Ident
	sel  *ast.Ident // what is selected from it, if anything: id.sel
	weak bool       // it may be the name of a field: the key of a composite literal
}

// binding is what an item says about names.
type binding struct {
	refs []ref
	defs []*ast.Ident // names that it defines at the top level of the cell
}

// bind finds the free names of an item and the names that it defines. It knows
// Go's scopes but no types.
func bind(it *item) binding {
	w := &walker{}
	if it.decl != nil {
		w.decl(it.decl)
	} else {
		ast.Walk(w, it.stmt)
	}
	return binding{w.refs, w.defs}
}

type walker struct {
	binding
	scope *scope // nil at the top level of the cell
}

// scope is a block of Go and the names declared in it so far.
type scope struct {
	outer *scope
	names map[string]bool
}

func (w *walker) inner(f func()) {
	w.scope = &scope{outer: w.scope, names: map[string]bool{}}
	f()
	w.scope = w.scope.outer
}

func (w *walker) declare(ids ...*ast.Ident) {
	for _, id := range ids {
		switch {
		case id == nil || id.Name == "_":
		case w.scope == nil:
			w.defs = append(w.defs, id)
		default:
			w.scope.names[id.Name] = true
		}
	}
}

func (w *walker) use(id, sel *ast.Ident) {
	if id.Name == "_" {
		return
	}
	for s := w.scope; s != nil; s = s.outer {
		if s.names[id.Name] {
			return
		}
	}
	w.refs = append(w.refs, ref{id: id, sel: sel})
}

func (w *walker) walk(n ast.Node) { ast.Walk(w, n) }

func (w *walker) exprs(list []ast.Expr) {
	for _, e := range list {
		w.walk(e)
	}
}

func (w *walker) stmts(list []ast.Stmt) {
	for _, s := range list {
		w.walk(s)
	}
}

// optional walks a node that may be absent.
func optional[N interface {
	comparable
	ast.Node
}](w *walker, n N) {
	var none N
	if n != none {
		w.walk(n)
	}
}

// Visit handles every node that binds names or holds names that are none; the
// rest is left to ast.Walk.
func (w *walker) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case nil:
		return nil
	case *ast.Ident:
		w.use(n, nil)
	case *ast.SelectorExpr:
		if id, ok := n.X.(*ast.Ident); ok {
			w.use(id, n.Sel)
		} else {
			w.walk(n.X)
		}
	case *ast.CompositeLit:
		w.composite(n)
	case *ast.FuncLit:
		w.function(n.Type, nil, n.Body)
	case *ast.FuncType:
		w.inner(func() { w.params(n.TypeParams, n.Params, n.Results) })
	case *ast.StructType:
		w.fieldTypes(n.Fields)
	case *ast.InterfaceType:
		w.fieldTypes(n.Methods)
	case ast.Stmt:
		return w.stmt(n)
	default:
		return w
	}
	return nil
}

func (w *walker) stmt(n ast.Stmt) ast.Visitor {
	switch n := n.(type) {
	case *ast.BlockStmt:
		w.inner(func() { w.stmts(n.List) })
	case *ast.IfStmt:
		w.inner(func() {
			optional(w, n.Init)
			w.walk(n.Cond)
			w.walk(n.Body)
			optional(w, n.Else)
		})
	case *ast.ForStmt:
		w.inner(func() {
			optional(w, n.Init)
			optional(w, n.Cond)
			optional(w, n.Post)
			w.walk(n.Body)
		})
	case *ast.RangeStmt:
		w.rangeLoop(n)
	case *ast.SwitchStmt:
		w.inner(func() {
			optional(w, n.Init)
			optional(w, n.Tag)
			w.walk(n.Body)
		})
	case *ast.TypeSwitchStmt:
		w.inner(func() {
			optional(w, n.Init)
			w.walk(n.Assign)
			w.walk(n.Body)
		})
	case *ast.CaseClause:
		w.exprs(n.List)
		w.inner(func() { w.stmts(n.Body) })
	case *ast.CommClause:
		w.inner(func() {
			optional(w, n.Comm)
			w.stmts(n.Body)
		})
	case *ast.LabeledStmt:
		ast.Walk(w, n.Stmt)
	case *ast.BranchStmt: // its label is no name
	case *ast.AssignStmt:
		w.exprs(n.Rhs)
		w.assigned(n.Tok, n.Lhs)
	case *ast.DeclStmt:
		w.decl(n.Decl)
	default:
		return w
	}
	return nil
}

func (w *walker) assigned(tok token.Token, lhs []ast.Expr) {
	for _, e := range lhs {
		if id, ok := e.(*ast.Ident); ok && tok == token.DEFINE {
			w.declare(id)
		} else if e != nil {
			w.walk(e)
		}
	}
}

func (w *walker) rangeLoop(n *ast.RangeStmt) {
	w.walk(n.X)
	w.inner(func() {
		w.assigned(n.Tok, []ast.Expr{n.Key, n.Value})
		w.walk(n.Body)
	})
}

func (w *walker) composite(n *ast.CompositeLit) {
	optional(w, n.Type)
	_, isMap := n.Type.(*ast.MapType)
	_, isArray := n.Type.(*ast.ArrayType)
	for _, e := range n.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			w.walk(e)
			continue
		}
		n := len(w.refs)
		w.walk(kv.Key)
		if _, name := kv.Key.(*ast.Ident); name && !isMap && !isArray && len(w.refs) > n {
			w.refs[n].weak = true
		}
		w.walk(kv.Value)
	}
}

func (w *walker) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			w.declare(d.Name)
		}
		w.function(d.Type, d.Recv, d.Body)
	case *ast.GenDecl:
		if d.Tok != token.IMPORT {
			for _, s := range d.Specs {
				w.spec(s)
			}
		}
	}
}

func (w *walker) spec(s ast.Spec) {
	switch s := s.(type) {
	case *ast.ValueSpec:
		optional(w, s.Type)
		w.exprs(s.Values)
		w.declare(s.Names...)
	case *ast.TypeSpec:
		w.declare(s.Name)
		w.inner(func() {
			w.typeParams(s.TypeParams)
			w.walk(s.Type)
		})
	}
}

func (w *walker) function(typ *ast.FuncType, recv *ast.FieldList, body *ast.BlockStmt) {
	w.inner(func() {
		if recv != nil {
			w.receiver(recv)
		}
		w.params(typ.TypeParams, typ.Params, typ.Results)
		if body != nil {
			w.stmts(body.List)
		}
	})
}

// receiver declares the receiver and the names it gives to type parameters:
// func (l *List[T]) …
func (w *walker) receiver(recv *ast.FieldList) {
	for _, f := range recv.List {
		t := f.Type
		if star, ok := t.(*ast.StarExpr); ok {
			t = star.X
		}
		switch x := t.(type) {
		case *ast.IndexExpr:
			w.declareExprs(x.Index)
			w.walk(x.X)
		case *ast.IndexListExpr:
			w.declareExprs(x.Indices...)
			w.walk(x.X)
		default:
			w.walk(t)
		}
		w.declare(f.Names...)
	}
}

func (w *walker) declareExprs(list ...ast.Expr) {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); ok {
			w.declare(id)
		}
	}
}

func (w *walker) typeParams(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, f := range list.List {
		w.declare(f.Names...)
	}
	w.fieldTypes(list)
}

func (w *walker) params(typeParams, params, results *ast.FieldList) {
	w.typeParams(typeParams)
	w.fieldTypes(params)
	w.fieldTypes(results)
	for _, list := range []*ast.FieldList{params, results} {
		if list == nil {
			continue
		}
		for _, f := range list.List {
			w.declare(f.Names...)
		}
	}
}

// fieldTypes walks the types of fields, parameters or methods, whose names are
// not uses.
func (w *walker) fieldTypes(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, f := range list.List {
		w.walk(f.Type)
	}
}
