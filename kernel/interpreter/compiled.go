package interpreter

import (
	"path"
	"reflect"
)

// compiled knows the members of compiled packages, and their types.
type compiled struct {
	tables []map[string]map[string]reflect.Value // the later ones first
	names  map[string]string                     // import path to package name
	hidden map[typeName]reflect.Type             // found by search; nil before
}

type typeName struct{ path, name string }

// Member implements [lower.Compiled].
func (c *compiled) Member(importPath, name string) (reflect.Value, bool) {
	key := importPath + "/" + c.names[importPath]
	for _, t := range c.tables {
		if v, ok := t[key][name]; ok {
			return v, true
		}
	}
	return reflect.Value{}, false
}

// Type implements [lower.Compiled]. Types without an exported name, and those
// of packages that cells cannot import, are found where others mention them.
func (c *compiled) Type(importPath, name string) reflect.Type {
	if v, ok := c.Member(importPath, name); ok && v.Kind() == reflect.Pointer {
		return v.Type().Elem()
	}
	if c.hidden == nil {
		c.search()
	}
	return c.hidden[typeName{importPath, name}]
}

// search visits all types that the tables mention: once, when it is first
// needed, because there are tens of thousands.
func (c *compiled) search() {
	c.hidden = map[typeName]reflect.Type{}
	seen := map[reflect.Type]bool{}
	for _, t := range c.tables {
		for _, members := range t {
			for _, v := range members {
				c.visit(v.Type(), seen)
			}
		}
	}
}

func (c *compiled) visit(t reflect.Type, seen map[reflect.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	if t.Name() != "" && t.PkgPath() != "" {
		c.hidden[typeName{t.PkgPath(), t.Name()}] = t
		for i := range t.NumMethod() {
			c.visit(t.Method(i).Type, seen)
		}
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		c.visit(t.Elem(), seen)
	case reflect.Map:
		c.visit(t.Key(), seen)
		c.visit(t.Elem(), seen)
	case reflect.Func:
		for i := range t.NumIn() {
			c.visit(t.In(i), seen)
		}
		for i := range t.NumOut() {
			c.visit(t.Out(i), seen)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			c.visit(t.Field(i).Type, seen)
		}
	}
}

// add makes tables known; what they hold goes before what is there.
func (c *compiled) add(t map[string]map[string]reflect.Value) {
	c.tables = append([]map[string]map[string]reflect.Value{t}, c.tables...)
	for key := range t {
		c.names[path.Dir(key)] = path.Base(key)
	}
}
