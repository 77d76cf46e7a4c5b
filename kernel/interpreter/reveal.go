package interpreter

import (
	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

// revealed returns what package display can show of a value: of a list of a
// type that a cell has declared, which package reflect knows nothing of, the
// elements or a table. What talks with the frontend begins to.
func (s *Session) revealed(v any) any {
	if c, ok := v.(display.Connector); ok && !isNil(c) {
		c.Connect(s.openCommWith)
	}
	if _, ok := v.(display.Bundler); ok {
		return v
	}
	if list, ok := box.Elements(v); ok && len(list) > 0 && haveForms(list) {
		return list
	}
	if head, rows, ok := box.Records(v); ok {
		return display.Table{Head: head, Rows: rows}
	}
	return v
}

// haveForms reports whether values bring their own forms.
func haveForms(list []any) bool {
	for _, v := range list {
		if _, ok := v.(display.Bundler); !ok {
			return false
		}
	}
	return true
}
