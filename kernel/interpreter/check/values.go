package check

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// Two packages exist for one check only. Neither can be imported or named by a
// cell.
const (
	valuesPath = "unravel.values"
	valuesName = "values of the session"
	embedPath  = "unravel.embed"
	embedName  = "embedded under a name"
)

// values lends types and constants that stand as they are to the syntax of a
// check: T7 is a type, C7 a constant. A TypeName may name any type; the
// checker takes the type and forgets the name.
//
// embeds holds, for every name N that a field with another type than N must
// have by embedding, the generic alias N[P] = P: a field embedded as N[T] has
// the name N and the type T. No source can declare such an alias; an importer
// can.
type values struct {
	env    *env
	pkg    *types.Package
	embeds *types.Package
	count  int
	types  map[types.Type]string
}

func newValues() *values {
	v := &values{
		env: &env{}, pkg: types.NewPackage(valuesPath, "values"), embeds: types.NewPackage(embedPath, "embed"),
		types: map[types.Type]string{},
	}
	v.pkg.MarkComplete()
	v.embeds.MarkComplete()
	return v
}

func (v *values) member(pkg, name string, pos token.Pos) *ast.SelectorExpr {
	return &ast.SelectorExpr{X: &ast.Ident{Name: pkg, NamePos: pos}, Sel: &ast.Ident{Name: name, NamePos: pos}}
}

func (v *values) typ(t types.Type, pos token.Pos) ast.Expr {
	name, ok := v.types[t]
	if !ok {
		v.count++
		name = "T" + strconv.Itoa(v.count)
		v.types[t] = name
		v.pkg.Scope().Insert(types.NewTypeName(token.NoPos, v.pkg, name, t))
	}
	return v.member(valuesName, name, pos)
}

func (v *values) constant(val constant.Value, pos token.Pos) ast.Expr {
	untyped := types.UntypedNil
	switch val.Kind() {
	case constant.Bool:
		untyped = types.UntypedBool
	case constant.String:
		untyped = types.UntypedString
	case constant.Int:
		untyped = types.UntypedInt
	case constant.Float:
		untyped = types.UntypedFloat
	case constant.Complex:
		untyped = types.UntypedComplex
	}
	v.count++
	name := "C" + strconv.Itoa(v.count)
	v.pkg.Scope().Insert(types.NewConst(token.NoPos, v.pkg, name, types.Typ[untyped], val))
	return v.member(valuesName, name, pos)
}

// embed gives an embedded type a name.
func (v *values) embed(name string, typ ast.Expr) ast.Expr {
	if v.embeds.Scope().Lookup(name) == nil {
		param := types.NewTypeParam(types.NewTypeName(token.NoPos, v.embeds, "P", nil), types.Universe.Lookup("any").Type())
		alias := types.NewAlias(types.NewTypeName(token.NoPos, v.embeds, name, nil), param)
		alias.SetTypeParams([]*types.TypeParam{param})
		v.embeds.Scope().Insert(alias.Obj())
	}
	return &ast.IndexExpr{X: v.member(embedName, name, token.NoPos), Index: typ}
}
