package check

import (
	"errors"
	"fmt"
	"go/types"
	"maps"
	"slices"
)

// bury tells of earlier declarations that no longer compile. They keep to what
// they meant; methods of a type that is another now are gone.
func (f *finisher) bury() {
	for _, key := range slices.Sorted(maps.Keys(f.dead)) {
		e := f.view.entry(key)
		err := f.dead[key]
		moved := e.kind == aMethod && f.split[e.recv]
		if !e.stale || moved {
			f.cell.Notices = append(f.cell.Notices, f.notice(e, err, moved))
		}
		if !moved {
			c := *e
			c.stale = true
			f.delta.entries[key] = &c
		}
	}
}

func (f *finisher) notice(e *entry, err error, moved bool) string {
	msg := err.Error()
	var te types.Error
	if errors.As(err, &te) {
		msg, _ = f.message(f.trial, te)
	}
	if e.kind == aMethod {
		what := fmt.Sprintf("method %s.%s of In[%d]", f.view.entry(e.recv).name, e.name, e.src.number)
		if moved {
			return what + " does not fit the new " + f.view.entry(e.recv).name + " and is gone: " + msg
		}
		return what + " keeps to what its names meant before: " + msg
	}
	return fmt.Sprintf("%s %s of In[%d] keeps to what its names meant before: %s", e.kind, e.name, e.src.number, msg)
}
