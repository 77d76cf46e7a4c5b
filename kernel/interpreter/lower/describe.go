package lower

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

// described is a type that exists at run time.
type described struct {
	typ    *box.Type
	symbol string // rt.T17
}

// describe returns the run-time type of t, and sees to it that its methods can
// be called.
func (u *unit) describe(t types.Type) *described {
	t = types.Unalias(t)
	key := u.key(t)
	d, ok := u.described[key]
	if !ok {
		d = &described{}
		u.described[key] = d
		u.undo(func() { delete(u.described, key) })
		d.typ = u.types.Get(key, func() box.Desc { return u.desc(t) })
		d.symbol = u.symbol(fmt.Sprintf("T%d", d.typ.ID), reflect.ValueOf(d.typ))
	}
	if !types.IsInterface(t) && !u.implemented[key] {
		u.implemented[key] = true
		u.queue = append(u.queue, func() { u.implement(t, key, d) })
	}
	return d
}

func (u *unit) desc(t types.Type) box.Desc {
	d := box.Desc{String: u.text(t), Kind: kindOf(t)}
	if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != nil {
		d.Name, d.PkgPath = strings.TrimPrefix(d.String, n.Obj().Pkg().Name()+"."), n.Obj().Pkg().Path()
	}
	if u.isRaw(t) {
		d.Native = u.reflectType(t)
	}
	if isCompiledStruct(t, d.Native) {
		return d // its fields may be of types that cannot be named
	}
	get := func(t types.Type) *box.Type {
		if d := u.describe(t); d.typ != nil {
			return d.typ
		}
		return u.types.Get(u.key(t), nil) // being described
	}
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		d.Elem = get(t.Elem())
	case *types.Slice:
		d.Elem = get(t.Elem())
	case *types.Array:
		d.Elem, d.Len = get(t.Elem()), int(t.Len())
	case *types.Chan:
		d.Elem, d.Dir = get(t.Elem()), chanDir(t.Dir())
	case *types.Map:
		d.Key, d.Elem = get(t.Key()), get(t.Elem())
	case *types.Struct:
		for i := range t.NumFields() {
			f := t.Field(i)
			d.Fields = append(d.Fields, box.Field{
				Name: f.Name(), PkgPath: pkgPath(f), Type: get(f.Type()), Tag: reflect.StructTag(t.Tag(i)), Embedded: f.Embedded(),
			})
		}
	case *types.Signature:
		for i := range t.Params().Len() {
			d.In = append(d.In, get(t.Params().At(i).Type()))
		}
		for i := range t.Results().Len() {
			d.Out = append(d.Out, get(t.Results().At(i).Type()))
		}
		d.Variadic = t.Variadic()
	case *types.Interface:
		for i := range t.NumMethods() {
			d.Interface = append(d.Interface, u.methodDesc(t.Method(i), t.Method(i).Signature()))
		}
		return d
	}
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		m := set.At(i)
		d.Methods = append(d.Methods, u.methodDesc(m.Obj().(*types.Func), m.Type().(*types.Signature)))
	}
	return d
}

func isCompiledStruct(t types.Type, native reflect.Type) bool {
	_, named := t.(*types.Named)
	return named && native != nil && native.Kind() == reflect.Struct
}

func (u *unit) methodDesc(m *types.Func, sig *types.Signature) box.Method {
	return box.Method{Name: m.Name(), PkgPath: pkgPath(m), Sig: u.key(withoutRecv(sig))}
}

func withoutRecv(sig *types.Signature) *types.Signature {
	return types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic())
}

func pkgPath(o types.Object) string {
	if o.Exported() || o.Pkg() == nil {
		return ""
	}
	return o.Pkg().Path()
}

func chanDir(d types.ChanDir) reflect.ChanDir {
	switch d {
	case types.SendOnly:
		return reflect.SendDir
	case types.RecvOnly:
		return reflect.RecvDir
	}
	return reflect.BothDir
}

func kindOf(t types.Type) reflect.Kind {
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		return reflect.Pointer
	case *types.Slice:
		return reflect.Slice
	case *types.Array:
		return reflect.Array
	case *types.Chan:
		return reflect.Chan
	case *types.Map:
		return reflect.Map
	case *types.Struct:
		return reflect.Struct
	case *types.Signature:
		return reflect.Func
	case *types.Interface:
		return reflect.Interface
	case *types.Basic:
		return basicTypes[t.Kind()].Kind()
	}
	panic("lower: kind of " + t.String())
}

var basicTypes = map[types.BasicKind]reflect.Type{
	types.Bool: reflect.TypeFor[bool](), types.String: reflect.TypeFor[string](),
	types.Int: reflect.TypeFor[int](), types.Int8: reflect.TypeFor[int8](), types.Int16: reflect.TypeFor[int16](),
	types.Int32: reflect.TypeFor[int32](), types.Int64: reflect.TypeFor[int64](),
	types.Uint: reflect.TypeFor[uint](), types.Uint8: reflect.TypeFor[uint8](), types.Uint16: reflect.TypeFor[uint16](),
	types.Uint32: reflect.TypeFor[uint32](), types.Uint64: reflect.TypeFor[uint64](), types.Uintptr: reflect.TypeFor[uintptr](),
	types.Float32: reflect.TypeFor[float32](), types.Float64: reflect.TypeFor[float64](),
	types.Complex64: reflect.TypeFor[complex64](), types.Complex128: reflect.TypeFor[complex128](),
	types.UnsafePointer: reflect.ValueOf(reflect.ValueOf(new(int)).UnsafePointer()).Type(),
}
