package postmortem

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/traefik/yaegi/interp"
)

// thing is one of yaegi's structs: a node of syntax, a frame of variables, a
// symbol.
type thing struct{ v reflect.Value }

func nodeType() (reflect.Type, bool) {
	f, ok := reflect.TypeFor[interp.Program]().FieldByName("root")
	return f.Type, ok && f.Type.Kind() == reflect.Pointer
}

// frameType is that of what a step of a node is called with.
func frameType(node reflect.Type) (reflect.Type, bool) {
	f, ok := node.Elem().FieldByName("exec")
	if !ok || f.Type.Kind() != reflect.Func || f.Type.NumIn() != 1 {
		return nil, false
	}
	return f.Type.In(0), true
}

func at(t reflect.Type, p unsafe.Pointer) thing { return thing{reflect.NewAt(t.Elem(), p).Elem()} }

// get returns a field, which is not exported, as if it were.
func (t thing) get(name string) reflect.Value {
	f := t.v.FieldByName(name)
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
}

func (t thing) text(name string) string { return fmt.Sprint(t.get(name).Interface()) }

// follow returns what a pointer points to.
func (t thing) follow(name string) (thing, bool) {
	p := t.get(name)
	return thing{p.Elem()}, !p.IsNil()
}

func (t thing) children() (list []thing) {
	all := t.get("child")
	for i := range all.Len() {
		if c := all.Index(i); !c.IsNil() {
			list = append(list, thing{c.Elem()})
		}
	}
	return list
}

// held is the value of a field that is itself a reflect.Value.
func (t thing) held(name string) reflect.Value {
	v, _ := t.get(name).Interface().(reflect.Value)
	return v
}

// suspects returns the index and slice expressions that may have failed in the
// function that a node belongs to: those of the statement that is marked with a
// number, or all, if the mark is not one of this function.
func suspects(n thing, number int) []thing {
	f := functionAround(n)
	s := &search{number: number}
	s.visitAll(f)
	if s.state == before {
		return s.all
	}
	return s.marked
}

func functionAround(n thing) thing {
	for isFunction := false; !isFunction; {
		outer, ok := n.follow("anc")
		if !ok {
			return n
		}
		n = outer
		isFunction = n.isFunction()
	}
	return n
}

func (t thing) isFunction() bool {
	kind := t.text("kind")
	return kind == "funcDecl" || kind == "funcLit"
}

type search struct {
	number int
	state
	marked, all []thing
}

type state int

const (
	before state = iota // the mark
	within
	behind // the next mark
)

func (s *search) visitAll(n thing) {
	for _, c := range n.children() {
		if !c.isFunction() {
			s.visit(c)
		}
	}
}

func (s *search) visit(n thing) {
	if number, ok := markOf(n); ok {
		switch {
		case s.state == within:
			s.state = behind
		case s.state == before && number == s.number:
			s.state = within
		}
		return
	}
	s.visitAll(n)
	switch n.text("kind") {
	case "indexExpr", "sliceExpr":
		s.all = append(s.all, n)
		if s.state == within {
			s.marked = append(s.marked, n)
		}
	}
}

// markOf returns the number that a statement marks the next one with, as
// package strand spells it: at__ = 12, or rt.Mark(12).
func markOf(n thing) (number int, ok bool) {
	c := n.children()
	if len(c) != 2 || c[0].text("ident") != "at__" && !isMarkFunction(c[0]) {
		return 0, false
	}
	v := c[1].held("rval")
	switch {
	case !v.IsValid():
		return 0, false
	case v.CanInt():
		return int(v.Int()), true
	}
	return constantOf(v)
}

func isMarkFunction(n thing) bool {
	c := n.children()
	return len(c) == 2 && c[0].text("ident") == "rt" && c[1].text("ident") == "Mark"
}
