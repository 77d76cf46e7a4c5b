package check

import (
	"maps"
	"slices"
)

// table is what names mean: names to keys, keys to entries.
type table struct {
	names   map[string]string
	entries map[string]*entry
	dots    []string        // paths of dot imports
	stale   map[string]bool // keys of stale entries
}

func newTable() *table {
	return &table{names: map[string]string{}, entries: map[string]*entry{}, stale: map[string]bool{}}
}

// delta is what a segment makes of a table.
type delta struct {
	names   map[string]string
	entries map[string]*entry
	dots    []string
}

func newDelta() *delta { return &delta{names: map[string]string{}, entries: map[string]*entry{}} }

func (d *delta) declare(e *entry) {
	d.names[e.name] = e.key
	d.entries[e.key] = e
}

func (t *table) apply(d *delta) {
	maps.Copy(t.names, d.names)
	for key, e := range d.entries {
		t.entries[key] = e
		if e.stale {
			t.stale[key] = true
		} else if t.stale[key] {
			delete(t.stale, key)
		}
	}
	for _, path := range d.dots {
		if !slices.Contains(t.dots, path) {
			t.dots = append(t.dots, path)
		}
	}
}

// sweep forgets entries that no name leads to.
func (t *table) sweep() {
	live := map[string]bool{}
	var mark func(key string)
	mark = func(key string) {
		e := t.entries[key]
		if e == nil || live[key] {
			return
		}
		live[key] = true
		for _, list := range [][]use{e.refs, e.inner} {
			for _, u := range list {
				mark(u.key)
			}
		}
		mark(e.recv)
		for _, m := range e.methods {
			mark(m)
		}
	}
	for _, key := range t.names {
		mark(key)
	}
	maps.DeleteFunc(t.entries, func(key string, _ *entry) bool { return !live[key] })
	maps.DeleteFunc(t.stale, func(key string, _ bool) bool { return !live[key] })
}

// view is a table with what the segments of a cell under way add to it. The
// table below it does not change.
type view struct {
	base *table
	over *table
}

func newView(base *table) *view {
	v := &view{base, newTable()}
	v.over.dots = slices.Clone(base.dots)
	return v
}

func (v *view) key(name string) string {
	if k, ok := v.over.names[name]; ok {
		return k
	}
	return v.base.names[name]
}

func (v *view) entry(key string) *entry {
	if e := v.over.entries[key]; e != nil {
		return e
	}
	return v.base.entries[key]
}

func (v *view) lookup(name string) *entry {
	if k := v.key(name); k != "" {
		return v.entry(k)
	}
	return nil
}

// current reports whether an entry is what its name means.
func (v *view) current(e *entry) bool {
	if e.kind == aMethod {
		t := v.entry(e.recv)
		return t != nil && v.current(t) && t.methods[e.name] == e.key
	}
	return v.key(e.name) == e.key
}

// wanted reports whether a stale entry waits for a name to mean something
// else.
func (v *view) wanted(name string) bool {
	for _, t := range []*table{v.base, v.over} {
		for key := range t.stale {
			if e := v.entry(key); e != nil && e.stale && v.current(e) && e.names(name) {
				return true
			}
		}
	}
	return false
}

// all calls f for every entry, those of the cell under way included.
func (v *view) all(f func(*entry)) {
	for k, e := range v.base.entries {
		if v.over.entries[k] == nil {
			f(e)
		}
	}
	for _, e := range v.over.entries {
		f(e)
	}
}
