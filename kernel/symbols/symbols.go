package symbols

import "reflect"

// table holds functions, variables and types of one package.
type table struct {
	path, name string
	members    []member
}

// member is a function, a pointer to a variable, or a nil pointer to a type.
type member struct {
	name  string
	value any
}

// Packages returns the functions, variables and types of all packages that
// cells can import, under import path and package name: "math/rand/rand".
// Variables can be set; a type T is a nil *T. What is generic is not there, and
// no constants: they are part of the type data. A package that exports nothing
// else has no table, see [Paths].
func Packages() map[string]map[string]reflect.Value {
	all := make(map[string]map[string]reflect.Value, len(shared))
	add := func(t table) {
		key := t.path + "/" + t.name
		m := all[key]
		if m == nil {
			m = make(map[string]reflect.Value, len(t.members))
			all[key] = m
		}
		for _, member := range t.members {
			m[member.name] = member.reflect()
		}
	}
	for _, t := range shared {
		add(t)
	}
	for _, t := range particular {
		add(t)
	}
	return all
}

func (m member) reflect() reflect.Value {
	v := reflect.ValueOf(m.value)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		return v.Elem()
	}
	return v
}
