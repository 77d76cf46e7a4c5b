package magic

import (
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// magicKind is the kind of a completion that is a magic.
const magicKind = "magic"

// word is what the last word of arguments may become.
type word struct {
	text  string
	about string // shown beside it
	open  bool   // a folder: more may follow
}

// Complete implements [interpreter.Interpreter].
func (m *Magic) Complete(code string, cursor int) interpreter.Completion {
	cursor = min(max(cursor, 0), len(code))
	parts := split(code, m.isGo)
	p, ok := at(parts, cursor)
	if !ok || p.kind == goCode {
		return m.interpreter().Complete(goOnly(code, parts), cursor)
	}
	if p.kind == question {
		return m.completeQuestion(code, p, cursor)
	}
	if p.kind != shellLine && cursor <= p.args && cursor > p.mark {
		return completeName(code, p, cursor)
	}
	return m.completeArgs(&call{p, code}, cursor)
}

// at returns the part that a cursor stands in.
func at(parts []part, cursor int) (part, bool) {
	for _, p := range parts {
		if p.lo <= cursor && cursor <= p.hi {
			return p, true
		}
	}
	return part{}, false
}

// goOnly returns code of the same length with nothing but its Go.
func goOnly(code string, parts []part) string {
	var keep [][2]int
	for _, p := range parts {
		if p.kind == goCode {
			keep = append(keep, [2]int{p.lo, p.hi})
		}
	}
	return blanked(code, keep)
}

// completeName completes the name of a magic.
func completeName(code string, p part, cursor int) interpreter.Completion {
	c := interpreter.Completion{Start: p.mark, End: p.args}
	for _, s := range specs() {
		for _, call := range s.spellings() {
			if strings.HasPrefix(call, code[p.mark:cursor]) {
				c.Matches = append(c.Matches, interpreter.Match{Text: call, Kind: magicKind, Signature: s.help})
			}
		}
	}
	return c
}

// completeQuestion completes what a question is about.
func (m *Magic) completeQuestion(code string, p part, cursor int) interpreter.Completion {
	lo := p.mark + len(code[p.mark:p.hi]) - len(strings.TrimLeft(code[p.mark:p.hi], "? \t"))
	hi := lo + len(p.name)
	if strings.HasPrefix(p.name, "%") {
		return completeName(code, part{mark: lo, args: hi}, min(max(cursor, lo), hi))
	}
	return m.interpreter().Complete(blanked(code, [][2]int{{lo, hi}}), cursor)
}

// completeArgs completes what stands behind a magic.
func (m *Magic) completeArgs(c *call, cursor int) interpreter.Completion {
	complete := files
	if c.kind != shellLine {
		s, ok := find(c.name)
		if ok && s.golang != nil {
			return m.Complete(blanked(c.code, [][2]int{s.golang(c)}), cursor)
		}
		complete = s.words
	}
	none := interpreter.Completion{Start: cursor, End: cursor}
	if complete == nil || cursor < c.args {
		return none
	}
	lo := lastWord(c.code, c.args, cursor)
	none.Start = lo
	for _, w := range complete(m, c.code[lo:cursor]) {
		kind := "instance"
		if w.open {
			kind = "module"
		}
		none.Matches = append(none.Matches, interpreter.Match{Text: w.text, Kind: kind, Signature: w.about})
	}
	return none
}

// lastWord returns where the word begins that a cursor stands behind.
func lastWord(code string, from, cursor int) int {
	for i := cursor; i > from; i-- {
		if c := code[i-1]; strings.IndexByte(" \t\n'\"=|;&<>()", c) >= 0 && (i < 2 || code[i-2] != '\\') {
			return i
		}
	}
	return from
}
