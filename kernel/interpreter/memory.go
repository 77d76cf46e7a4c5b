package interpreter

import (
	"go/ast"
	"reflect"
	"unsafe"

	"github.com/traefik/yaegi/interp"
)

// yaegi was made for programs that are read once. It keeps all code that ever ran: trees and scopes for a debugger that
// nobody uses, and with each symbol the tree that it comes from. That is ten
// kilobytes a cell, and more for a function. What is let go of here is found in
// fields that yaegi does not export; where one is not as it is expected,
// nothing is forgotten, and nothing else is lost.

// forget lets go of what is kept of a program that has run, in which the
// variables were declared, and of functions that others have replaced: who
// calls them knows them by more than the name.
func forget(i *interp.Interpreter, variables, gone []string) {
	v := reflect.ValueOf(i).Elem()
	clearField(v, "roots")
	scope := entry(field(v, "scopes"), "main")
	clearField(scope, "child")
	symbols := field(scope, "sym")
	for _, name := range variables {
		clearField(entry(symbols, name), "node")
	}
	for _, name := range gone {
		if symbols.Kind() == reflect.Map {
			symbols.SetMapIndex(reflect.ValueOf(name), reflect.Value{})
		}
	}
}

// grow makes room for new variables, as yaegi would, which copies all there are
// for each that comes.
func grow(i *interp.Interpreter) {
	v := reflect.ValueOf(i).Elem()
	types := pointer[[]reflect.Type](indirect(field(v, "universe")), "types")
	data := pointer[[]reflect.Value](indirect(field(v, "frame")), "data")
	if types == nil || data == nil {
		return
	}
	for n := len(*data); n < len(*types); n++ {
		*data = append(*data, reflect.New((*types)[n]).Elem())
	}
}

// pointer returns a pointer to a field, if it has the type that is expected.
func pointer[T any](v reflect.Value, name string) *T {
	f := field(v, name)
	if !f.IsValid() || f.Type() != reflect.TypeFor[T]() {
		return nil
	}
	return f.Addr().Interface().(*T)
}

func indirect(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Pointer {
		return reflect.Value{}
	}
	return v.Elem()
}

// field returns a field of an addressable struct as one that can be set; the
// zero Value if there is none.
func field(v reflect.Value, name string) reflect.Value {
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	f := v.FieldByName(name)
	if !f.IsValid() {
		return f
	}
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}

// entry returns the struct that a map holds a pointer to.
func entry(m reflect.Value, key string) reflect.Value {
	if m.Kind() != reflect.Map {
		return reflect.Value{}
	}
	return indirect(m.MapIndex(reflect.ValueOf(key)))
}

func clearField(v reflect.Value, name string) {
	if f := field(v, name); f.IsValid() {
		f.SetZero()
	}
}

// variables returns the names of the variables that a file declares.
func variables(f *ast.File) (names []string) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			if s, ok := s.(*ast.ValueSpec); ok {
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}
