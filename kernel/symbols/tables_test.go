package symbols

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// TestTablesAgreeWithTypeData compares every entry of every table with what the
// type checker is told of it, and finds none missing.
func TestTablesAgreeWithTypeData(t *testing.T) {
	if release(runtime.Version()) != release(goVersion) {
		t.Skipf("the type data is of %s, the tables are of %s", goVersion, runtime.Version())
	}
	tables, d := Packages(), Importer()
	for _, path := range d.Paths() {
		p, err := d.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		table := tables[path+"/"+p.Name()]
		want := 0
		for _, name := range p.Scope().Names() {
			o := p.Scope().Lookup(name)
			v, ok := table[name]
			if ok {
				want++
			} else if o.Exported() && compiled(o) && path != "unsafe" {
				t.Errorf("%s.%s is not in the table", path, name)
			}
			if ok && o == nil {
				t.Errorf("%s.%s is not in the type data", path, name)
			} else if ok {
				checkEntry(t, o, v)
			}
		}
		if len(table) != want {
			t.Errorf("%s: %d entries, %d of them in the type data", path, len(table), want)
		}
		delete(tables, path+"/"+p.Name())
	}
	for key := range tables {
		t.Errorf("no type data for the table %s", key)
	}
}

// release is a version without what fixes leave as it is: "go1.26" of
// "go1.26.8".
func release(version string) string { return strings.Join(strings.SplitN(version, ".", 3)[:2], ".") }

// compiled reports whether there is a value or a type for an object.
func compiled(o types.Object) bool {
	switch o := o.(type) {
	case *types.Func:
		return o.Signature().TypeParams().Len() == 0
	case *types.Var:
		return true
	case *types.TypeName:
		if i, ok := o.Type().Underlying().(*types.Interface); ok && !i.IsMethodSet() {
			return false
		}
		g, ok := o.Type().(interface{ TypeParams() *types.TypeParamList })
		return !ok || g.TypeParams().Len() == 0
	}
	return false
}

func checkEntry(t *testing.T, o types.Object, v reflect.Value) {
	t.Helper()
	name := o.Pkg().Path() + "." + o.Name()
	got := v.Type()
	switch o.(type) {
	case *types.TypeName:
		if got.Kind() != reflect.Pointer || !v.IsNil() {
			t.Errorf("%s is a %v, want a nil pointer to the type", name, got)
			return
		}
		got = got.Elem()
		if err := sameDefinition(got, o.Type()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	case *types.Var:
		if !v.CanSet() {
			t.Errorf("%s cannot be set", name)
		}
	}
	if err := same(got, o.Type()); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// same compares types down to the names of named ones.
func same(r reflect.Type, t types.Type) error {
	t = types.Unalias(t)
	switch u := t.(type) {
	case *types.Named:
		return sameName(r, u)
	case *types.Basic:
		if r.String() != basicName(u) {
			return fmt.Errorf("compiled %v, type data %v", r, t)
		}
		return nil
	}
	if r.Name() != "" {
		return fmt.Errorf("compiled %v, type data %v", r, t)
	}
	return sameStructure(r, t)
}

func basicName(b *types.Basic) string {
	if b.Kind() == types.UnsafePointer {
		return "unsafe.Pointer"
	}
	return types.Typ[b.Kind()].Name()
}

func sameName(r reflect.Type, n *types.Named) error {
	path := ""
	if p := n.Obj().Pkg(); p != nil {
		path = p.Path()
	}
	name, _, _ := strings.Cut(r.Name(), "[")
	if r.PkgPath() != path || name != n.Obj().Name() {
		return fmt.Errorf("compiled %v of %q, type data %v", r, r.PkgPath(), n)
	}
	return nil
}

// sameDefinition compares what named types stand for, and their methods.
func sameDefinition(r reflect.Type, t types.Type) error {
	t = types.Unalias(t)
	if err := sameStructure(r, t.Underlying()); err != nil {
		return err
	}
	set := types.NewMethodSet(t)
	if !types.IsInterface(t) {
		set, r = types.NewMethodSet(types.NewPointer(t)), reflect.PointerTo(r)
	}
	exported := 0
	for s := range set.Methods() {
		if !s.Obj().Exported() {
			continue
		}
		exported++
		m, ok := r.MethodByName(s.Obj().Name())
		if !ok {
			return fmt.Errorf("compiled %v has no method %s", r, s.Obj().Name())
		}
		sig := s.Type().(*types.Signature)
		first := 1
		if r.Kind() == reflect.Interface {
			first = 0
		}
		if err := sameSignature(m.Type, sig, first); err != nil {
			return fmt.Errorf("method %s: %w", m.Name, err)
		}
	}
	if r.Kind() != reflect.Interface && r.NumMethod() != exported {
		return fmt.Errorf("compiled %v has %d methods, type data %d", r, r.NumMethod(), exported)
	}
	return nil
}

func sameSignature(r reflect.Type, sig *types.Signature, skip int) error {
	if r.Kind() != reflect.Func || r.NumIn()-skip != sig.Params().Len() || r.NumOut() != sig.Results().Len() || r.IsVariadic() != sig.Variadic() {
		return fmt.Errorf("compiled %v, type data %v", r, sig)
	}
	for i := range sig.Params().Len() {
		if err := same(r.In(i+skip), sig.Params().At(i).Type()); err != nil {
			return err
		}
	}
	for i := range sig.Results().Len() {
		if err := same(r.Out(i), sig.Results().At(i).Type()); err != nil {
			return err
		}
	}
	return nil
}

func sameStructure(r reflect.Type, t types.Type) error {
	differ := fmt.Errorf("compiled %v (%v), type data %v", r, r.Kind(), t)
	expect := func(k reflect.Kind) error {
		if r.Kind() != k {
			return differ
		}
		return same(r.Elem(), t.(interface{ Elem() types.Type }).Elem())
	}
	switch t := t.(type) {
	case *types.Basic:
		if name := basicName(t); r.Kind().String() != strings.TrimPrefix(name, "unsafe.P") && name != "unsafe.Pointer" {
			return differ
		}
	case *types.Pointer:
		return expect(reflect.Pointer)
	case *types.Slice:
		return expect(reflect.Slice)
	case *types.Array:
		if r.Kind() == reflect.Array && int64(r.Len()) != t.Len() {
			return differ
		}
		return expect(reflect.Array)
	case *types.Chan:
		dir := map[types.ChanDir]reflect.ChanDir{types.SendRecv: reflect.BothDir, types.SendOnly: reflect.SendDir, types.RecvOnly: reflect.RecvDir}
		if r.Kind() == reflect.Chan && r.ChanDir() != dir[t.Dir()] {
			return differ
		}
		return expect(reflect.Chan)
	case *types.Map:
		if err := expect(reflect.Map); err != nil {
			return err
		}
		return same(r.Key(), t.Key())
	case *types.Signature:
		return sameSignature(r, t, 0)
	case *types.Interface:
		if r.Kind() != reflect.Interface || r.NumMethod() != t.NumMethods() {
			return differ
		}
	case *types.Struct:
		return sameFields(r, t)
	}
	return nil
}

func sameFields(r reflect.Type, t *types.Struct) error {
	if r.Kind() != reflect.Struct || r.NumField() != t.NumFields() {
		return fmt.Errorf("compiled %v, type data %v", r, t)
	}
	for i := range t.NumFields() {
		got, want := r.Field(i), t.Field(i)
		if got.Name != want.Name() || got.Anonymous != want.Embedded() || string(got.Tag) != t.Tag(i) {
			return fmt.Errorf("field %d: compiled %v, type data %v", i, got, want)
		}
		if err := same(got.Type, want.Type()); err != nil {
			return fmt.Errorf("field %s: %w", got.Name, err)
		}
	}
	return nil
}

func TestVariablesAreTheProgramsOwn(t *testing.T) {
	v := Packages()["flag/flag"]["CommandLine"]
	if v.Kind() != reflect.Pointer || !v.CanSet() || v.IsNil() {
		t.Errorf("flag.CommandLine is %v, want a variable that can be set", v.Type())
	}
}

func BenchmarkPackages(b *testing.B) {
	for b.Loop() {
		Packages()
	}
}
