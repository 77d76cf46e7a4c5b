package overlay_test

import (
	"flag"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// asTheyAre are the generic types that need no overlay: their own underlying
// type represents them, and they have no methods.
var asTheyAre = []string{"iter.Seq", "iter.Seq2"}

// TestInventory lists what the standard library exports of generic functions,
// types and methods. Where it fails, a version of Go has added some.
func TestInventory(t *testing.T) {
	var lines []string
	for _, g := range generics(t) {
		lines = append(lines, types.ObjectString(g, nil))
	}
	got := strings.Join(lines, "\n") + "\n"
	const golden = "testdata/inventory.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("generics of the standard library (-known +found):\n%s", diff)
	}
}

// TestSignatures holds the overlays to declaring what the originals do, with
// identical type parameters, signatures and methods, and nothing else.
func TestSignatures(t *testing.T) {
	imp := newImporter(t)
	declared := map[string]string{}
	for _, path := range overlay.Paths() {
		p, err := overlay.Load(path, imp, token.NewFileSet())
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range genericsOf(p.Types) {
			declared[path+"."+memberName(g)] = signature(g)
		}
	}
	for _, g := range generics(t) {
		name := g.Pkg().Path() + "." + memberName(g)
		if slices.Contains(asTheyAre, name) {
			continue
		}
		if got, want := declared[name], signature(g); got != want {
			t.Errorf("%s: overlay declares\n\t%s\nwant\n\t%s", name, got, want)
		}
		delete(declared, name)
	}
	for name := range declared {
		t.Errorf("%s: the overlay declares it, the original does not", name)
	}
}

// generics returns all exported generic functions and types of the standard
// library, and exported methods of the types.
func generics(t *testing.T) []types.Object {
	t.Helper()
	imp := newImporter(t)
	var list []types.Object
	for _, path := range publicPaths(t) {
		p, err := imp.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, genericsOf(p)...)
	}
	return list
}

func genericsOf(p *types.Package) []types.Object {
	var list []types.Object
	for _, name := range p.Scope().Names() {
		obj := p.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch t := obj.Type().(type) {
		case *types.Signature:
			if _, ok := obj.(*types.Func); ok && t.TypeParams().Len() > 0 {
				list = append(list, obj)
			}
		case *types.Alias:
			if t.TypeParams().Len() > 0 {
				list = append(list, obj)
			}
		case *types.Named:
			if _, ok := obj.(*types.TypeName); ok && t.TypeParams().Len() > 0 {
				list = append(list, obj)
				list = append(list, exportedMethods(t)...)
			}
		}
	}
	return list
}

func exportedMethods(t *types.Named) []types.Object {
	var list []types.Object
	for m := range t.Methods() {
		if m.Exported() {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b types.Object) int { return strings.Compare(a.Name(), b.Name()) })
	return list
}

// memberName is "Sort", "Pointer" or "Pointer.Load".
func memberName(obj types.Object) string {
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		t := f.Signature().Recv().Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		return t.(*types.Named).Obj().Name() + "." + f.Name()
	}
	return obj.Name()
}

// signature writes what must be the same in the overlay as in the original:
// packages by path, but what belongs to either of the two without. Of a type
// these are its parameters and its exported fields, as the rest may differ.
func signature(obj types.Object) string {
	own := strings.TrimPrefix(obj.Pkg().Path(), overlay.Prefix)
	qualifier := func(p *types.Package) string {
		if path := strings.TrimPrefix(p.Path(), overlay.Prefix); path != own {
			return path
		}
		return ""
	}
	tn, ok := obj.(*types.TypeName)
	if !ok {
		return types.ObjectString(obj, qualifier)
	}
	var b strings.Builder
	named := tn.Type().(*types.Named)
	for p := range named.TypeParams().TypeParams() {
		b.WriteString(p.Obj().Name() + " " + types.TypeString(p.Constraint(), qualifier) + ";")
	}
	if s, ok := named.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			if f.Exported() {
				b.WriteString(f.Name() + " " + types.TypeString(f.Type(), qualifier) + ";")
			}
		}
	}
	return b.String()
}
