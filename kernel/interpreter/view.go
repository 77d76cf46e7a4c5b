package interpreter

import (
	"maps"
	"reflect"
	"slices"
)

// view is what completion and inspection see of the session. It never changes,
// so that they can ask while a cell runs.
type view struct{ names map[string]symbol }

// symbol is what there is to know about a name.
type symbol struct {
	kind    kind
	name    string
	path    string        // of packages and their members
	typ     reflect.Type  // of variables
	slot    reflect.Value // of variables; to be read only while nothing runs
	hint    string        // the name of a variable's interpreted type
	where   place
	item    *item            // of constants, functions and types
	methods map[string]*item // of types
}

// publish makes the session's names visible.
func (s *Session) publish() {
	v := &view{make(map[string]symbol, len(s.names))}
	for name, e := range s.names {
		sym := symbol{kind: e.kind, name: name, path: e.path, slot: e.slot, hint: s.userText(e.hint), where: e.where}
		if e.slot.IsValid() {
			sym.typ = e.slot.Type()
		}
		if e.decl != nil {
			sym.item = e.decl.item
			sym.methods = map[string]*item{}
			for _, key := range slices.Sorted(maps.Keys(e.decl.methods)) {
				m := e.decl.methods[key]
				if method, recv := methodOf(m.item.decl); recv == name {
					sym.methods[method] = m.item
				}
			}
		}
		v.names[name] = sym
	}
	s.view.Store(v)
}
