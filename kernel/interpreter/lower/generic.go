package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

// generic writes a use of a generic function, whose arguments the type checker
// has found.
func (f *fn) generic(id *ast.Ident, obj *types.Func) string {
	inst, ok := f.info.Instances[id]
	if !ok {
		f.unsupported(id, "%s without its type arguments", obj.Name())
	}
	args := make([]types.Type, inst.TypeArgs.Len())
	for i := range args {
		args[i] = f.apply(inst.TypeArgs.At(i))
	}
	return f.instantiate(obj.Origin(), args)
}

// instantiate returns the emitted name of a generic function, or method of a
// generic type, for type arguments; it is emitted when it is first asked for.
func (u *unit) instantiate(obj *types.Func, args []types.Type) string {
	keys := make([]string, len(args))
	for i, a := range args {
		keys[i] = u.key(a)
	}
	list := "[" + strings.Join(keys, ",") + "]"
	base, ours := "", false
	if !isOverlay(obj.Pkg()) {
		base, ours = u.in.Global(obj)
	}
	if !ours {
		base = obj.FullName()
	}
	key := base + list
	if name, ok := u.instances[key]; ok {
		return name
	}
	name := u.temp("g") + "_" + obj.Name()
	u.instances[key] = name
	u.undo(func() { delete(u.instances, key) })
	decl, src, sig := u.genericBody(obj)
	s := substitution{}
	if r := sig.RecvTypeParams(); r.Len() > 0 {
		s.bind(r, args)
	} else {
		s.bind(sig.TypeParams(), args)
	}
	def := src.info.Defs[decl.Name].(*types.Func)
	u.queue = append(u.queue, func() { u.emit(name, decl, def, src, s, list) })
	return name
}

// genericBody finds the declaration of a generic function with what the type
// checker says of it.
func (u *unit) genericBody(obj *types.Func) (*ast.FuncDecl, *source, *types.Signature) {
	if u.overlay != nil {
		if decl, info, fset := u.overlay.Func(obj); decl != nil {
			def := info.Defs[decl.Name].(*types.Func)
			return decl, &source{info, fset}, def.Signature()
		}
	}
	decl := u.in.Body(obj)
	if decl == nil {
		panic(&Unsupported{u.in.Fset.Position(obj.Pos()), "the interpreter has no source of the generic " + obj.FullName()})
	}
	def := u.in.Info.Defs[decl.Name].(*types.Func)
	return decl, &source{u.in.Info, u.in.Fset}, def.Signature()
}

// overlayFunc returns the emitted name of a function of an overlay that is not
// generic.
func (u *unit) overlayFunc(obj *types.Func) string {
	key := "overlay " + obj.FullName()
	if name, ok := u.instances[key]; ok {
		return name
	}
	name := u.temp("g") + "_" + obj.Name()
	u.instances[key] = name
	u.undo(func() { delete(u.instances, key) })
	decl, src, _ := u.genericBody(obj)
	def := src.info.Defs[decl.Name].(*types.Func)
	u.queue = append(u.queue, func() { u.emit(name, decl, def, src, nil, "") })
	return name
}
