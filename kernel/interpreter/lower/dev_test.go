package lower

import (
	"context"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/overlay"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

var (
	file  = flag.String("file", "", "")
	dump  = flag.Bool("dump", false, "")
	redef = flag.Bool("redef", false, "")
)

func overrides() map[string]map[string]reflect.Value { return nil }

type tables struct{}

func (tables) Member(path, name string) (reflect.Value, bool) {
	base := path[strings.LastIndex(path, "/")+1:]
	if path == overlay.Native {
		v, ok := overlay.Symbols()[path+"/native"][name]
		return v, ok
	}
	v, ok := stdlib.Symbols[path+"/"+base][name]
	return v, ok
}

func TestDev(t *testing.T) {
	if *file == "" {
		t.Skip()
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, *file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{},
		Scopes: map[ast.Node]*types.Scope{},
	}
	imp := importer.Default()
	conf := types.Config{Importer: imp, Error: func(err error) {
		if !err.(types.Error).Soft {
			fmt.Println("CHECK", err)
		}
	}}
	pkg, _ := conf.Check("main", fset, []*ast.File{f}, info)
	in := &Input{Fset: fset, Pkg: pkg, Info: info, Inits: info.InitOrder}
	bodies := map[*types.Func]*ast.FuncDecl{}
	names := map[types.Object]string{}
	n := 0
	name := func(o types.Object) string {
		if s, ok := names[o]; ok {
			return s
		}
		n++
		names[o] = fmt.Sprintf("%s__%d", strings.TrimPrefix(o.Name(), "_"), n)
		return names[o]
	}
	for _, d := range f.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			o := info.Defs[d.Name].(*types.Func)
			bodies[o] = d
			in.Funcs = append(in.Funcs, d)
			if d.Name.Name == "init" && d.Recv == nil {
				id := ast.NewIdent("init")
				info.Uses[id] = o
				call := &ast.CallExpr{Fun: id}
				info.Types[id] = types.TypeAndValue{Type: o.Type()}
				info.Types[call] = types.TypeAndValue{Type: types.NewTuple()}
				in.Stmts = append(in.Stmts, &ast.ExprStmt{X: call})
			}
		}
	}
	id := ast.NewIdent("main")
	info.Uses[id] = pkg.Scope().Lookup("main")
	info.Types[id] = types.TypeAndValue{Type: pkg.Scope().Lookup("main").Type()}
	call := &ast.CallExpr{Fun: id}
	info.Types[call] = types.TypeAndValue{Type: types.NewTuple()}
	in.Stmts = append(in.Stmts, &ast.ExprStmt{X: call})
	for _, s := range pkg.Scope().Names() {
		if v, ok := pkg.Scope().Lookup(s).(*types.Var); ok {
			in.Vars = append(in.Vars, v)
		}
	}
	in.Global = func(o types.Object) (string, bool) {
		if o.Pkg() != pkg {
			return "", false
		}
		switch o := o.(type) {
		case *types.Func:
			return name(o.Origin()), true
		}
		return name(o), o.Parent() == pkg.Scope()
	}
	in.TypeKey = func(tn *types.TypeName) string { return "main." + tn.Name() }
	in.Body = func(f *types.Func) *ast.FuncDecl { return bodies[f.Origin()] }
	set := strand.NewSet(strand.Options{})
	l := New(Options{Types: box.NewRegistry(nil), Compiled: tables{}, Redefinable: *redef, Wanted: func(string) bool { return true }, Overlay: overlay.New(imp, fset), Methods: set.Methods(), Mark: func(fset *token.FileSet, pos, lo, hi token.Pos) int {
		return set.Marks.Add(strand.Mark{Fset: fset, Pos: pos, Lo: lo, Hi: hi})
	}})
	out, err := l.Lower(in)
	if err != nil {
		fmt.Println("LOWER", err)
		os.Exit(3)
	}
	var b strings.Builder
	b.WriteString("package main\nimport rt \"rt\"\n")
	var imports []string
	for p, a := range out.Imports {
		imports = append(imports, fmt.Sprintf("import %s %q\n", a, p))
	}
	sort.Strings(imports)
	b.WriteString(strings.Join(imports, ""))
	b.WriteString(out.Decls + "\nfunc main() {\n" + out.Body + "}\n")
	if *dump {
		fmt.Println(b.String())
	}
	i := interp.New(interp.Options{Stdout: os.Stdout, Stderr: io.Discard})
	i.Use(stdlib.Symbols)
	rtm := Helpers(os.Stderr)
	for k, v := range set.Helpers() {
		rtm[k] = v
	}
	rtm["Stop"] = reflect.ValueOf(set.Stop())
	rtm["Show"] = reflect.ValueOf(func(v ...any) { fmt.Println(v...) })
	i.Use(interp.Exports(overlay.Symbols()))
	i.Use(interp.Exports(set.Overrides()))
	i.Use(interp.Exports(overrides()))
	for k, v := range out.Symbols {
		rtm[k] = v
	}
	i.Use(interp.Exports{"rt/rt": rtm})
	start := time.Now()
	g := set.NewGroup(context.Background(), nil)
	g.EndOnPanic()
	failed := error(nil)
	out1 := g.Run(func() { _, failed = i.Eval(b.String()) })
	if *dump {
		fmt.Println(time.Since(start))
	}
	if failed != nil {
		m, _ := set.Marks.Numbered(set.Marks.Now())
		fmt.Println("ERR", m.Position(), failed)
		os.Exit(3)
	}
	if out1.Cause != nil {
		if out1.Cause.Kind == strand.Exited {
			os.Exit(out1.Cause.Status)
		}
		fmt.Println("CAUSE", out1.Cause)
		os.Exit(2)
	}
	if out1.Panic != nil || out1.Fallen != nil {
		fmt.Printf("PANIC %+v %+v", out1.Panic, out1.Fallen)
		os.Exit(2)
	}
	os.Exit(0)
}
