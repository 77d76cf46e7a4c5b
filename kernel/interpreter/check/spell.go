package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// A spelled type is syntax for a type that outlives the check which made it.
// Its nodes are Go's own but for two kinds of leaves: types that no cell has a
// part in stand for themselves, and types of cells are keys.
//
// A type as it stands needs no name, so that what cannot be written in a cell,
// such as the type of binary.LittleEndian, is no special case.

// whole is a type in which no cell has a part.
type whole struct {
	*ast.Ident // makes an expression of it
	typ        types.Type
}

// keyed is a type that a cell declared.
type keyed struct {
	*ast.Ident
	key string
}

// embedded is the type of an embedded field under its name.
type embedded struct {
	*ast.Ident
	name string
	typ  ast.Expr
}

// speller spells types of one check.
type speller struct {
	pkg  *types.Package
	key  func(*types.TypeName) string // key of a type of the package, or ""
	uses map[string]bool              // keys met
}

func (s *speller) spell(t types.Type) ast.Expr {
	if !s.ours(t, nil) {
		return whole{Ident: ast.NewIdent("type"), typ: t}
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return s.named(t)
	case *types.Pointer:
		return &ast.StarExpr{X: s.spell(t.Elem())}
	case *types.Slice:
		return &ast.ArrayType{Elt: s.spell(t.Elem())}
	case *types.Array:
		n := &ast.BasicLit{Kind: token.INT, Value: strconv.FormatInt(t.Len(), 10)}
		return &ast.ArrayType{Len: n, Elt: s.spell(t.Elem())}
	case *types.Map:
		return &ast.MapType{Key: s.spell(t.Key()), Value: s.spell(t.Elem())}
	case *types.Chan:
		dir := [...]ast.ChanDir{types.SendRecv: ast.SEND | ast.RECV, types.SendOnly: ast.SEND, types.RecvOnly: ast.RECV}
		return &ast.ChanType{Dir: dir[t.Dir()], Value: s.spell(t.Elem())}
	case *types.Signature:
		return s.signature(t)
	case *types.Struct:
		return s.structure(t)
	case *types.Interface:
		return s.iface(t)
	case *types.Union:
		return s.union(t)
	}
	return whole{Ident: ast.NewIdent("type"), typ: t}
}

func (s *speller) named(t *types.Named) ast.Expr {
	var x ast.Expr = whole{Ident: ast.NewIdent("type"), typ: t.Origin()}
	if t.Obj().Pkg() == s.pkg {
		key := s.key(t.Obj())
		s.uses[key] = true
		x = keyed{Ident: ast.NewIdent(t.Obj().Name()), key: key}
	}
	if t.TypeArgs().Len() == 0 {
		return x
	}
	inst := &ast.IndexListExpr{X: x}
	for a := range t.TypeArgs().Types() {
		inst.Indices = append(inst.Indices, s.spell(a))
	}
	return inst
}

func (s *speller) signature(t *types.Signature) *ast.FuncType {
	f := &ast.FuncType{Params: s.tuple(t.Params(), t.Variadic())}
	if t.Results().Len() > 0 {
		f.Results = s.tuple(t.Results(), false)
	}
	return f
}

func (s *speller) tuple(t *types.Tuple, variadic bool) *ast.FieldList {
	list := &ast.FieldList{}
	named := false
	for v := range t.Variables() {
		named = named || v.Name() != ""
	}
	for i := range t.Len() {
		f := &ast.Field{}
		if name := t.At(i).Name(); name != "" {
			f.Names = []*ast.Ident{ast.NewIdent(name)}
		} else if named {
			f.Names = []*ast.Ident{ast.NewIdent("_")}
		}
		if sl, ok := t.At(i).Type().(*types.Slice); ok && variadic && i == t.Len()-1 {
			f.Type = &ast.Ellipsis{Elt: s.spell(sl.Elem())}
		} else {
			f.Type = s.spell(t.At(i).Type())
		}
		list.List = append(list.List, f)
	}
	return list
}

func (s *speller) structure(t *types.Struct) ast.Expr {
	list := &ast.FieldList{}
	for i := range t.NumFields() {
		v := t.Field(i)
		f := &ast.Field{Type: s.spell(v.Type())}
		if v.Embedded() {
			f.Type = s.embed(v)
		} else {
			f.Names = []*ast.Ident{ast.NewIdent(v.Name())}
		}
		if tag := t.Tag(i); tag != "" {
			f.Tag = &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(tag)}
		}
		list.List = append(list.List, f)
	}
	return &ast.StructType{Fields: list}
}

// embed spells the type of an embedded field: a name, or a pointer to one.
func (s *speller) embed(v *types.Var) ast.Expr {
	if p, ok := v.Type().(*types.Pointer); ok {
		return &ast.StarExpr{X: embedded{ast.NewIdent(v.Name()), v.Name(), s.spell(p.Elem())}}
	}
	return embedded{ast.NewIdent(v.Name()), v.Name(), s.spell(v.Type())}
}

func (s *speller) iface(t *types.Interface) ast.Expr {
	list := &ast.FieldList{}
	for m := range t.ExplicitMethods() {
		name := []*ast.Ident{ast.NewIdent(m.Name())}
		list.List = append(list.List, &ast.Field{Names: name, Type: s.signature(m.Signature())})
	}
	for e := range t.EmbeddedTypes() {
		list.List = append(list.List, &ast.Field{Type: s.spell(e)})
	}
	return &ast.InterfaceType{Methods: list}
}

func (s *speller) union(t *types.Union) ast.Expr {
	var x ast.Expr
	for term := range t.Terms() {
		y := s.spell(term.Type())
		if term.Tilde() {
			y = &ast.UnaryExpr{Op: token.TILDE, X: y}
		}
		if x == nil {
			x = y
		} else {
			x = &ast.BinaryExpr{X: x, Op: token.OR, Y: y}
		}
	}
	return x
}

// ours reports whether anything of the check is a part of a type.
func (s *speller) ours(t types.Type, seen []types.Type) bool {
	for _, u := range seen {
		if u == t {
			return false
		}
	}
	seen = append(seen, t)
	in := func(v *types.Var) bool { return v.Pkg() == s.pkg || s.ours(v.Type(), seen) }
	switch t := t.(type) {
	case *types.Alias:
		return t.Obj().Pkg() == s.pkg || s.ours(types.Unalias(t), seen)
	case *types.Named:
		if t.Obj().Pkg() == s.pkg {
			return true
		}
		for a := range t.TypeArgs().Types() {
			if s.ours(a, seen) {
				return true
			}
		}
	case interface{ Elem() types.Type }: // pointers, slices, arrays, maps, channels
		if m, ok := t.(*types.Map); ok && s.ours(m.Key(), seen) {
			return true
		}
		return s.ours(t.Elem(), seen)
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				if in(v) {
					return true
				}
			}
		}
	case *types.Struct:
		for v := range t.Fields() {
			if in(v) {
				return true
			}
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			if m.Pkg() == s.pkg || s.ours(m.Type(), seen) {
				return true
			}
		}
		for e := range t.EmbeddedTypes() {
			if s.ours(e, seen) {
				return true
			}
		}
	case *types.Union:
		for term := range t.Terms() {
			if s.ours(term.Type(), seen) {
				return true
			}
		}
	}
	return false
}

// respell makes syntax of a spelled type for another check. known writes a key,
// stand a type as it is, embed a type that has to be embedded under a name.
type respeller struct {
	known func(key string) ast.Expr
	stand func(types.Type) ast.Expr
	embed func(name string, typ ast.Expr) ast.Expr
}

func (r *respeller) expr(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case whole:
		return r.stand(x.typ)
	case keyed:
		return r.known(x.key)
	case embedded:
		typ := r.expr(x.typ)
		if id, ok := typ.(*ast.Ident); ok && id.Name == x.name {
			return typ
		}
		return r.embed(x.name, typ)
	case *ast.StarExpr:
		return &ast.StarExpr{X: r.expr(x.X)}
	case *ast.ArrayType:
		return &ast.ArrayType{Len: x.Len, Elt: r.expr(x.Elt)}
	case *ast.Ellipsis:
		return &ast.Ellipsis{Elt: r.expr(x.Elt)}
	case *ast.MapType:
		return &ast.MapType{Key: r.expr(x.Key), Value: r.expr(x.Value)}
	case *ast.ChanType:
		return &ast.ChanType{Dir: x.Dir, Value: r.expr(x.Value)}
	case *ast.FuncType:
		return &ast.FuncType{Params: r.fields(x.Params), Results: r.fields(x.Results)}
	case *ast.StructType:
		return &ast.StructType{Fields: r.fields(x.Fields)}
	case *ast.InterfaceType:
		return &ast.InterfaceType{Methods: r.fields(x.Methods)}
	case *ast.IndexListExpr:
		y := &ast.IndexListExpr{X: r.expr(x.X)}
		for _, i := range x.Indices {
			y.Indices = append(y.Indices, r.expr(i))
		}
		return y
	case *ast.UnaryExpr:
		return &ast.UnaryExpr{Op: x.Op, X: r.expr(x.X)}
	case *ast.BinaryExpr:
		return &ast.BinaryExpr{X: r.expr(x.X), Op: x.Op, Y: r.expr(x.Y)}
	}
	return x
}

func (r *respeller) fields(list *ast.FieldList) *ast.FieldList {
	if list == nil {
		return nil
	}
	out := &ast.FieldList{}
	for _, f := range list.List {
		out.List = append(out.List, &ast.Field{Names: f.Names, Type: r.expr(f.Type), Tag: f.Tag})
	}
	return out
}
