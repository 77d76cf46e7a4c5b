package lower

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// known is what is known of the local variables of a function at the place
// that is being lowered. Only what is certain counts: it decides where no mark
// is needed.
type known struct {
	assigned map[types.Object]int    // how often, besides the declaration; a pointer to a variable counts as many
	notNil   map[types.Object]bool   // pointers and maps
	lengths  map[types.Object]extent // of slices
	bounds   map[types.Object]extent // what indexes are less than; they are not negative
}

// extent is a number of elements: a constant, the value of a variable, or the
// length of one.
type extent struct {
	constant int64
	of       types.Object
	length   bool
}

func newKnown() *known {
	return &known{
		assigned: map[types.Object]int{}, notNil: map[types.Object]bool{},
		lengths: map[types.Object]extent{}, bounds: map[types.Object]extent{},
	}
}

// observe counts assignments to variables.
func (f *fn) observe(root ast.Node) {
	count := func(e ast.Expr, n int) {
		if id, ok := ast.Unparen(e).(*ast.Ident); ok && f.info.Uses[id] != nil {
			f.known.assigned[f.info.Uses[id]] += n
		}
	}
	const often = 2
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				count(e, 1)
			}
		case *ast.IncDecStmt:
			count(n.X, 1)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				count(n.Key, often)
				if n.Value != nil {
					count(n.Value, often)
				}
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				count(n.X, often)
			}
		case *ast.SelectorExpr:
			if sel := f.info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal && !isPointer(sel.Recv()) {
				count(n.X, often) // which may take a pointer
			}
		}
		return true
	})
}

// own returns the local variable of the function that an expression names.
func (f *fn) own(e ast.Expr) types.Object {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := f.object(id).(*types.Var)
	if !ok || isPackageLevel(v) {
		return nil
	}
	if _, global := f.in.Global(v); global {
		return nil
	}
	return v
}

// steady returns the local variable that an expression names, if nothing
// changes it.
func (f *fn) steady(e ast.Expr) types.Object {
	if v := f.own(e); v != nil && f.known.assigned[v] == 0 {
		return v
	}
	return nil
}

// isNotNil reports whether a pointer or a map is known not to be nil.
func (f *fn) isNotNil(e ast.Expr) bool {
	v := f.steady(e)
	return v != nil && f.known.notNil[v]
}

// isWithin reports whether an index is known to be one of x.
func (f *fn) isWithin(x, index ast.Expr) bool {
	if _, ok := f.typeOf(x).Underlying().(*types.Array); ok && f.info.Types[index].Value != nil {
		return true
	}
	i := f.own(index)
	if i == nil {
		return false
	}
	bound, ok := f.known.bounds[i]
	if !ok {
		return false
	}
	n, ok := f.extentOf(x)
	return ok && n == bound
}

// extentOf returns the length of something.
func (f *fn) extentOf(x ast.Expr) (extent, bool) {
	t := f.typeOf(x).Underlying()
	if a, ok := t.(*types.Array); ok {
		return extent{constant: a.Len()}, true
	}
	v := f.steady(x)
	if v == nil || isPointer(t) {
		return extent{}, false
	}
	if n, ok := f.known.lengths[v]; ok {
		return n, true
	}
	return extent{of: v, length: true}, true
}

// amount returns the value of an integer.
func (f *fn) amount(e ast.Expr) (extent, bool) {
	e = ast.Unparen(e)
	if v := f.info.Types[e].Value; v != nil {
		n, ok := constant.Int64Val(constant.ToInt(v))
		return extent{constant: n}, ok
	}
	if call, ok := e.(*ast.CallExpr); ok && f.info.Types[call.Fun].IsBuiltin() && builtinName(call.Fun) == "len" {
		return f.extentOf(call.Args[0])
	}
	if v := f.steady(e); v != nil {
		return extent{of: v}, true
	}
	return extent{}, false
}

// bounded lowers the body of a loop in which an index is less than an amount.
func (f *fn) bounded(index types.Object, n extent, write func()) {
	if index == nil {
		write()
		return
	}
	f.known.bounds[index] = n
	write()
	delete(f.known.bounds, index)
}

// counter returns the variable of a loop that counts upwards from a number
// that is not negative, and what it stays below.
func (f *fn) counter(s *ast.ForStmt) (index types.Object, n extent) {
	init, ok := s.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE || len(init.Lhs) != 1 || !f.isNatural(init.Rhs[0]) {
		return nil, n
	}
	i := f.own(init.Lhs[0])
	if i == nil || f.known.assigned[i] != 1 || !f.countsUp(s.Post, i) {
		return nil, n
	}
	cond, ok := s.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.LSS || f.own(cond.X) != i {
		return nil, n
	}
	if n, ok = f.amount(cond.Y); !ok {
		return nil, n
	}
	return i, n
}

// countsUp reports whether a statement makes a variable larger.
func (f *fn) countsUp(s ast.Stmt, v types.Object) bool {
	switch s := s.(type) {
	case *ast.IncDecStmt:
		return s.Tok == token.INC && f.own(s.X) == v
	case *ast.AssignStmt:
		return s.Tok == token.ADD_ASSIGN && f.own(s.Lhs[0]) == v && f.isNatural(s.Rhs[0])
	}
	return false
}

// isNatural reports whether an integer is known not to be negative.
func (f *fn) isNatural(e ast.Expr) bool {
	e = ast.Unparen(e)
	if v := f.info.Types[e].Value; v != nil {
		return v.Kind() == constant.Int && constant.Sign(v) >= 0
	}
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		return f.isNatural(sum.X) && f.isNatural(sum.Y)
	}
	v := f.own(e)
	_, ok := f.known.bounds[v]
	return v != nil && ok
}

// learn notes what is certain once a statement has run: what it followed is
// not nil, and what it made has a length.
func (f *fn) learn(n ast.Node) {
	if len(f.gotos) > 0 {
		return // it may have been left out
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.BlockStmt, *ast.DeferStmt, *ast.GoStmt:
			return false
		case *ast.IfStmt:
			f.learn(n.Cond)
			return false
		case *ast.ForStmt:
			return false
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				f.learn(n.X)
				return false
			}
		case *ast.StarExpr:
			f.followed(n.X)
		case *ast.SelectorExpr:
			if sel := f.info.Selections[n]; sel != nil && sel.Kind() == types.FieldVal && isPointer(sel.Recv()) {
				f.followed(n.X)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
				for i, e := range n.Lhs {
					f.made(e, n.Rhs[i])
				}
			}
		}
		return true
	})
}

// followed notes that a pointer was no nil.
func (f *fn) followed(e ast.Expr) {
	if v := f.steady(e); v != nil && !f.known.notNil[v] {
		f.known.notNil[v] = true
		f.learned = append(f.learned, v)
	}
}

// made notes what a new variable holds.
func (f *fn) made(e, value ast.Expr) {
	v := f.steady(e)
	if v == nil {
		return
	}
	switch x := ast.Unparen(value).(type) {
	case *ast.UnaryExpr:
		if _, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok && x.Op == token.AND {
			f.known.notNil[v] = true
		}
	case *ast.CompositeLit:
		f.known.notNil[v] = true
	case *ast.CallExpr:
		if !f.info.Types[x.Fun].IsBuiltin() {
			return
		}
		switch builtinName(x.Fun) {
		case "new":
			f.known.notNil[v] = true
		case "make":
			f.known.notNil[v] = true
			if _, ok := f.typeOf(x).Underlying().(*types.Slice); ok {
				if n, ok := f.amount(x.Args[1]); ok {
					f.known.lengths[v] = n
				}
			}
		}
	}
}
