package answer

import "unicode/utf8"

// Complete lists what may stand at a cursor.
func (a *Answerer) Complete(code string, cursor int) (c Completion) {
	cursor = clamp(code, cursor)
	c = Completion{Start: cursor, End: cursor}
	// go/types has met no compiler's input like half a cell: should it panic,
	// there is nothing to offer.
	defer func() { _ = recover() }()
	return a.complete(code, cursor)
}

func (a *Answerer) complete(code string, cursor int) Completion {
	s := locate(readable(code), cursor)
	c := Completion{Start: s.lo, End: s.hi}
	var all list
	switch s.place {
	case nowhere:
		return Completion{Start: cursor, End: cursor}
	case importPath:
		all = a.importPaths()
	default:
		a.ask(s, func(q *question) { all = q.matches() })
	}
	c.Matches = all.pick(s.prefix())
	// A word may begin behind bytes that are no text; what is replaced is text.
	for c.Start < cursor && !utf8.RuneStart(code[c.Start]) {
		c.Start++
	}
	return c
}

func (a *Answerer) importPaths() (all list) {
	if a.options.Paths == nil {
		return nil
	}
	for _, path := range a.options.Paths() {
		all.add(Match{Text: path, Kind: module}, first)
	}
	return all
}

func (q *question) matches() (all list) {
	switch q.place {
	case behindDot:
		return q.selected()
	case aLabel:
		return q.labels()
	case aDefinition:
		return q.defined()
	}
	if keys, only := q.literalKeys(); only {
		return keys
	} else {
		all = keys
	}
	return append(append(all, q.names()...), q.keywords()...)
}
