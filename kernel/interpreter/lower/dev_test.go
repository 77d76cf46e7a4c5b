package lower

import (
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

var (
	file = flag.String("file", "", "")
	dump = flag.Bool("dump", false, "")
)

type tables struct{}

func (tables) Member(path, name string) (reflect.Value, bool) {
	base := path[strings.LastIndex(path, "/")+1:]
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
	conf := types.Config{Importer: importer.Default(), Error: func(err error) {
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
	l := New(Options{Types: box.NewRegistry(nil), Compiled: tables{}, Wanted: func(string) bool { return true }, Mark: func(fset *token.FileSet, pos, lo, hi token.Pos) int { return fset.Position(pos).Line }})
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
	i := interp.New(interp.Options{Stdout: os.Stdout, Stderr: os.Stderr})
	i.Use(stdlib.Symbols)
	stop, at := false, 0
	rtm := map[string]reflect.Value{
		"TypeID": reflect.ValueOf(box.TypeID), "V": reflect.ValueOf(box.V), "Is": reflect.ValueOf(box.Is), "Assert": reflect.ValueOf(box.Assert),
		"AssertOK": reflect.ValueOf(box.AssertOK), "Eq": reflect.ValueOf(box.Eq), "MethodValue": reflect.ValueOf(box.MethodValue),
		"Stop": reflect.ValueOf(&stop), "At": reflect.ValueOf(&at), "Check": reflect.ValueOf(func() {}),
		"Recv": reflect.ValueOf(func(c any) any { v, _ := reflect.ValueOf(c).Recv(); return v.Interface() }),
		"RecvInto": reflect.ValueOf(func(c any, p any) bool {
			v, ok := reflect.ValueOf(c).Recv()
			reflect.ValueOf(p).Elem().Set(v)
			return ok
		}),
		"Send": reflect.ValueOf(func(c any, v any) {
			ch := reflect.ValueOf(c)
			x := reflect.ValueOf(v)
			if !x.IsValid() {
				x = reflect.Zero(ch.Type().Elem())
			}
			ch.Send(x)
		}),
		"Close": reflect.ValueOf(func(c any) { reflect.ValueOf(c).Close() }),
		"Clear": reflect.ValueOf(func(c any) { reflect.ValueOf(c).Clear() }),
		"Panic": reflect.ValueOf(func(v any) { panic(v) }),
		"Recovered": reflect.ValueOf(func(v any) any {
			if r, ok := v.(reflect.Value); ok {
				return r.Interface()
			}
			return v
		}),
		"Print":    reflect.ValueOf(func(v ...any) { for _, x := range v { fmt.Fprint(os.Stderr, x) } }),
		"Println":  reflect.ValueOf(func(v ...any) { fmt.Fprintln(os.Stderr, v...) }),
		"Show":     reflect.ValueOf(func(v ...any) { fmt.Println(v...) }),
		"Rune":     reflect.ValueOf(func(v int64) string { return string(rune(v)) }),
		"Shift":    reflect.ValueOf(func(v int64) uint64 { if v < 0 { panic("negative shift amount") }; return uint64(v) }),
		"NotNil":   reflect.ValueOf(func(v any) { if v == nil { panic("nil") } }),
		"Go":       reflect.ValueOf(func(m int, f func()) { go f() }),
		"RecvCase": reflect.ValueOf(func(c, p any) reflect.SelectCase { return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c), Send: reflect.ValueOf(p)} }),
		"SendCase": reflect.ValueOf(func(c, p any) reflect.SelectCase { return reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(c), Send: reflect.ValueOf(p)} }),
		"Select":   reflect.ValueOf(func(c ...reflect.SelectCase) (int, bool) { return sel(c) }),
		"SelectNow": reflect.ValueOf(func(c ...reflect.SelectCase) (int, bool) {
			i, ok := sel(append(c, reflect.SelectCase{Dir: reflect.SelectDefault}))
			if i == len(c) {
				i = -1
			}
			return i, ok
		}),
		"YieldAfterEnd":  reflect.ValueOf(func(int) { panic("range function continued iteration after end") }),
		"YieldSwallowed": reflect.ValueOf(func() {}),
	}
	for k, v := range out.Symbols {
		rtm[k] = v
	}
	i.Use(interp.Exports{"rt/rt": rtm})
	start := time.Now()
	if _, err := i.Eval(b.String()); err != nil {
		fmt.Println("ERR", at, err)
		os.Exit(3)
	}
	if *dump {
		fmt.Println(time.Since(start))
	}
	os.Exit(0)
}

func sel(c []reflect.SelectCase) (int, bool) {
	into := map[int]reflect.Value{}
	for i := range c {
		if c[i].Dir == reflect.SelectRecv {
			into[i] = c[i].Send
			c[i].Send = reflect.Value{}
		}
	}
	i, v, ok := reflect.Select(c)
	if p, has := into[i]; has {
		p.Elem().Set(v)
	}
	return i, ok
}
