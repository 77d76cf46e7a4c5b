package lower

import (
	"go/types"
	"reflect"
)

// reflectType returns the compiled type that a raw type is.
func (u *unit) reflectType(t types.Type) reflect.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return basicTypes[t.Kind()]
	case *types.Named:
		return u.reflectNamed(t)
	case *types.Pointer:
		return reflect.PointerTo(u.reflectType(t.Elem()))
	case *types.Slice:
		return reflect.SliceOf(u.reflectType(t.Elem()))
	case *types.Array:
		return reflect.ArrayOf(int(t.Len()), u.reflectType(t.Elem()))
	case *types.Map:
		return reflect.MapOf(u.reflectType(t.Key()), u.reflectType(t.Elem()))
	case *types.Chan:
		return reflect.ChanOf(chanDir(t.Dir()), u.reflectType(t.Elem()))
	case *types.Signature:
		return reflect.FuncOf(u.reflectTuple(t.Params()), u.reflectTuple(t.Results()), t.Variadic())
	case *types.Interface:
		return reflect.TypeFor[any]()
	case *types.Struct:
		fields := make([]reflect.StructField, t.NumFields())
		for i := range fields {
			f := t.Field(i)
			fields[i] = reflect.StructField{Name: f.Name(), Type: u.reflectType(f.Type()), Tag: reflect.StructTag(t.Tag(i))}
		}
		return reflect.StructOf(fields)
	}
	panic("lower: no compiled type for " + t.String())
}

// represented returns the type that is written in place of t: underlying, but
// for compiled types and knots.
func (u *unit) represented(t types.Type) types.Type {
	for {
		t = types.Unalias(t)
		n, ok := t.(*types.Named)
		if !ok {
			return t
		}
		if !u.isOurs(n.Obj()) && n.TypeArgs().Len() == 0 {
			return t
		}
		if o := u.standIn(n); o != nil {
			t = o
			continue
		}
		if u.isKnot(n) {
			return n
		}
		t = n.Underlying()
	}
}

// reflectRep returns the representation of a type.
func (u *unit) reflectRep(t types.Type) reflect.Type {
	switch t := u.represented(t).(type) {
	case *types.Basic:
		if t.Info()&types.IsUntyped != 0 {
			return u.reflectRep(types.Default(t))
		}
		return basicTypes[t.Kind()]
	case *types.Named:
		if u.isKnot(t) {
			return u.knot(t).typ
		}
		return u.reflectNamed(t)
	case *types.Pointer:
		return reflect.PointerTo(u.reflectRep(t.Elem()))
	case *types.Slice:
		return reflect.SliceOf(u.reflectRep(t.Elem()))
	case *types.Array:
		return reflect.ArrayOf(int(t.Len()), u.reflectRep(t.Elem()))
	case *types.Map:
		return reflect.MapOf(u.reflectRep(t.Key()), u.reflectRep(t.Elem()))
	case *types.Chan:
		return reflect.ChanOf(chanDir(t.Dir()), u.reflectRep(t.Elem()))
	case *types.Signature:
		return reflect.FuncOf(u.repTuple(t.Params()), u.repTuple(t.Results()), t.Variadic())
	case *types.Struct:
		switch {
		case t.NumFields() == 0:
			return reflect.TypeFor[struct{}]()
		case u.isRaw(t):
			return u.reflectType(t)
		}
		return u.layout(t).typ
	}
	return reflect.TypeFor[any]()
}

func (u *unit) repTuple(t *types.Tuple) []reflect.Type {
	list := make([]reflect.Type, t.Len())
	for i := range list {
		list[i] = u.reflectRep(t.At(i).Type())
	}
	return list
}

func (u *unit) reflectTuple(t *types.Tuple) []reflect.Type {
	list := make([]reflect.Type, t.Len())
	for i := range list {
		list[i] = u.reflectType(t.At(i).Type())
	}
	return list
}

func (u *unit) reflectNamed(t *types.Named) reflect.Type {
	tn := t.Obj()
	if tn.Pkg() == nil {
		if tn.Name() == "error" {
			return reflect.TypeFor[error]()
		}
		return reflect.TypeFor[any]()
	}
	if r := u.compiled.Type(tn.Pkg().Path(), tn.Name()); r != nil {
		return r
	}
	panic(&Unsupported{What: "the interpreter does not know the compiled type " + t.String()})
}

// hidden spells a compiled type that has no exported name.
func (u *unit) hidden(t *types.Named) string {
	r := u.reflectNamed(t)
	return u.symbol("H__"+symbolName(t.String()), reflect.Zero(reflect.PointerTo(r)))
}

// converter returns a compiled function from interface{} to a compiled
// interface.
func (u *unit) converter(to types.Type) string {
	d := u.describe(to)
	iface := d.typ.Native
	name := "To" + d.symbol[len(rt)+2:]
	if _, ok := u.symbols[name]; ok {
		return rt + "." + name
	}
	fun := reflect.MakeFunc(reflect.FuncOf([]reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{iface}, false),
		func(in []reflect.Value) []reflect.Value {
			out := reflect.New(iface).Elem()
			if !in[0].IsNil() {
				out.Set(reflect.ValueOf(boxTo(in[0].Elem().Interface(), d.typ)))
			}
			return []reflect.Value{out}
		})
	return u.symbol(name, fun)
}

// asserter returns a compiled function that asserts a compiled interface.
func (u *unit) asserter(to, static types.Type) string {
	d, s := u.describe(to), u.describe(static)
	iface := d.typ.Native
	name := "As" + d.symbol[len(rt)+2:] + "_" + s.symbol[len(rt)+2:]
	if _, ok := u.symbols[name]; ok {
		return rt + "." + name
	}
	fun := reflect.MakeFunc(reflect.FuncOf([]reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{iface}, false),
		func(in []reflect.Value) []reflect.Value {
			out := reflect.New(iface).Elem()
			out.Set(reflect.ValueOf(boxAssert(in[0].Interface(), d.typ, s.typ)))
			return []reflect.Value{out}
		})
	return u.symbol(name, fun)
}
