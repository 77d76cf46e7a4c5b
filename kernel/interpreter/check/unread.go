package check

import (
	"go/token"
	"maps"
)

// Unread is a variable into which a cell put an error that it did not look at.
type Unread struct {
	Name string
	Pos  token.Position // where the cell set it
}

// Unread lists the variables that a cell, whose segments have been committed, set
// to errors from behind other values, as in
//
//	net, err := models.ResNet(config)
//
// and does not mention afterwards. What a function of the session mentions is not
// among them, nor what a function literal of this or an earlier cell does, nor what
// has given its address away: when those look, nobody can tell. Nor is the error of
// a call that returns nothing else: it may be errors.New.
func (w *World) Unread(c *Cell) []Unread {
	l := newLookout(c.Segments)
	if l.jumps || len(l.set) == 0 {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []Unread
	for _, emitted := range l.order {
		u, ok := l.set[emitted]
		e := w.table.entries[w.table.names[u.Name]]
		if ok && !w.watched[emitted] && e != nil && e.emitted == emitted && !w.table.mentioned(e.key) {
			list = append(list, u)
		}
		delete(l.set, emitted)
	}
	return list
}

// watch remembers which errors may be looked at in any later cell.
func (w *World) watch(segments []*Segment) {
	maps.Copy(w.watched, newLookout(segments).anytime)
}

// unwatch forgets what no entry stands for any more.
func (w *World) unwatch() {
	live := map[string]bool{}
	for _, e := range w.table.entries {
		live[e.emitted] = true
	}
	maps.DeleteFunc(w.watched, func(emitted string, _ bool) bool { return !live[emitted] })
}

// mentioned reports whether a function or method uses what has a key.
func (t *table) mentioned(key string) bool {
	for _, e := range t.entries {
		if e.kind != aFunc && e.kind != aMethod {
			continue
		}
		for _, u := range e.inner {
			if u.key == key {
				return true
			}
		}
	}
	return false
}
