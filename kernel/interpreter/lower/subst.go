package lower

import "go/types"

// substitution maps the type parameters of a generic declaration to the types
// of one instance.
type substitution map[*types.TypeParam]types.Type

// bind adds the arguments for a list of parameters.
func (s substitution) bind(params *types.TypeParamList, args []types.Type) {
	for i := range params.Len() {
		s[params.At(i)] = args[i]
	}
}

// apply returns t with type parameters replaced.
func (f *fn) apply(t types.Type) types.Type {
	if len(f.subst) == 0 || t == nil {
		return t
	}
	return f.replace(t)
}

func (f *fn) replace(t types.Type) types.Type {
	switch t := t.(type) {
	case *types.TypeParam:
		if arg, ok := f.subst[t]; ok {
			return arg
		}
		return t
	case *types.Alias:
		return f.replace(types.Unalias(t))
	case *types.Named:
		return f.replaceNamed(t)
	case *types.Pointer:
		if e := f.replace(t.Elem()); e != t.Elem() {
			return types.NewPointer(e)
		}
	case *types.Slice:
		if e := f.replace(t.Elem()); e != t.Elem() {
			return types.NewSlice(e)
		}
	case *types.Array:
		if e := f.replace(t.Elem()); e != t.Elem() {
			return types.NewArray(e, t.Len())
		}
	case *types.Chan:
		if e := f.replace(t.Elem()); e != t.Elem() {
			return types.NewChan(t.Dir(), e)
		}
	case *types.Map:
		k, e := f.replace(t.Key()), f.replace(t.Elem())
		if k != t.Key() || e != t.Elem() {
			return types.NewMap(k, e)
		}
	case *types.Tuple:
		return f.replaceTuple(t)
	case *types.Signature:
		in, out := f.replaceTuple(t.Params()), f.replaceTuple(t.Results())
		if in != t.Params() || out != t.Results() {
			return types.NewSignatureType(t.Recv(), nil, nil, in, out, t.Variadic())
		}
	case *types.Struct:
		return f.replaceStruct(t)
	case *types.Interface:
		return f.replaceInterface(t)
	}
	return t
}

// replaceNamed instantiates generic types anew, and gives a type declared in
// a generic function an instance per instance of the function.
func (f *fn) replaceNamed(t *types.Named) types.Type {
	if n := t.TypeArgs().Len(); n > 0 {
		args := make([]types.Type, n)
		changed := false
		for i := range args {
			args[i] = f.replace(t.TypeArgs().At(i))
			changed = changed || args[i] != t.TypeArgs().At(i)
		}
		if !changed {
			return t
		}
		inst, err := types.Instantiate(f.context, t.Origin(), args, false)
		if err != nil {
			panic("lower: instantiate: " + err.Error())
		}
		return inst
	}
	if local, ok := f.localTypes[t]; ok {
		return local
	}
	if f.isLocal(t.Obj()) {
		return f.localType(t)
	}
	return t
}

// isLocal reports whether a type is declared in the generic function that is
// being instantiated.
func (f *fn) isLocal(tn *types.TypeName) bool {
	return tn.Pkg() != nil && tn.Parent() != nil && tn.Parent() != tn.Pkg().Scope() && f.root != nil &&
		f.root.Pos() <= tn.Pos() && tn.Pos() < f.root.End()
}

// localType makes the type of this instance. It has no methods, as no type
// declared in a function has.
func (f *fn) localType(t *types.Named) types.Type {
	tn := types.NewTypeName(t.Obj().Pos(), t.Obj().Pkg(), t.Obj().Name(), nil)
	local := types.NewNamed(tn, nil, nil)
	f.localTypes[t] = local
	f.locals[tn] = f.typeKey(t.Obj()) + f.instance
	local.SetUnderlying(f.replace(t.Underlying()))
	return local
}

func (f *fn) replaceTuple(t *types.Tuple) *types.Tuple {
	if t == nil {
		return nil
	}
	vars := make([]*types.Var, t.Len())
	changed := false
	for i := range vars {
		v := t.At(i)
		vars[i] = v
		if r := f.replace(v.Type()); r != v.Type() {
			vars[i] = types.NewParam(v.Pos(), v.Pkg(), v.Name(), r)
			changed = true
		}
	}
	if !changed {
		return t
	}
	return types.NewTuple(vars...)
}

func (f *fn) replaceStruct(t *types.Struct) types.Type {
	fields := make([]*types.Var, t.NumFields())
	tags := make([]string, t.NumFields())
	changed := false
	for i := range fields {
		v := t.Field(i)
		fields[i], tags[i] = v, t.Tag(i)
		if r := f.replace(v.Type()); r != v.Type() {
			fields[i] = types.NewField(v.Pos(), v.Pkg(), v.Name(), r, v.Embedded())
			changed = true
		}
	}
	if !changed {
		return t
	}
	return types.NewStruct(fields, tags)
}

func (f *fn) replaceInterface(t *types.Interface) types.Type {
	methods := make([]*types.Func, t.NumExplicitMethods())
	changed := false
	for i := range methods {
		m := t.ExplicitMethod(i)
		methods[i] = m
		if sig := f.replace(m.Signature()); sig != m.Signature() {
			methods[i] = types.NewFunc(m.Pos(), m.Pkg(), m.Name(), sig.(*types.Signature))
			changed = true
		}
	}
	embedded := make([]types.Type, t.NumEmbeddeds())
	for i := range embedded {
		embedded[i] = f.replace(t.EmbeddedType(i))
		changed = changed || embedded[i] != t.EmbeddedType(i)
	}
	if !changed {
		return t
	}
	return types.NewInterfaceType(methods, embedded).Complete()
}
