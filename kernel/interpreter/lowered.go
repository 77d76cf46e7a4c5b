package interpreter

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// lowered is code made from the code of cells, with a map of where each byte
// came from.
type lowered struct {
	text string
	segs []segment // by out
	lead int       // bytes that stand before text in what is compiled
}

// segment says where text from out on came from.
type segment struct {
	out  int
	from place
	made bool // all of it stands for one place
}

// place returns where the byte at an offset of the text came from.
func (l *lowered) place(out int) place {
	i := sort.Search(len(l.segs), func(i int) bool { return l.segs[i].out > out })
	if i == 0 {
		if len(l.segs) == 0 {
			return place{}
		}
		return l.segs[0].from
	}
	s := l.segs[i-1]
	if s.made {
		return s.from
	}
	return place{s.from.src, s.from.off + out - s.out}
}

// writer builds lowered code.
type writer struct {
	buf  strings.Builder
	segs []segment
}

// say writes made-up text that stands for no place of its own.
func (w *writer) say(text ...string) {
	for _, t := range text {
		w.buf.WriteString(t)
	}
}

// sayAt writes made-up text that stands for a place.
func (w *writer) sayAt(at place, text string) {
	w.segs = append(w.segs, segment{w.buf.Len(), at, true})
	w.buf.WriteString(text)
}

// copy writes source text.
func (w *writer) copy(src *source, lo, hi int) {
	if lo < hi {
		w.segs = append(w.segs, segment{w.buf.Len(), place{src, lo}, false})
		w.buf.WriteString(src.code[lo:hi])
	}
}

func (w *writer) lowered() lowered { return lowered{text: w.buf.String(), segs: w.segs} }

// edit replaces the bytes [lo, hi) of a cell's code.
type edit struct {
	lo, hi int
	text   string
}

// write copies the bytes [lo, hi) of a source with edits made to them. At one
// place insertions come first, in the order in which they were made; an edit
// that begins inside another is dropped with the text it edits.
func (w *writer) write(src *source, lo, hi int, edits []edit) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(min(a.hi-a.lo, 1), min(b.hi-b.lo, 1)))
	})
	at := lo
	for _, e := range edits {
		if e.lo < at || e.hi > hi {
			continue
		}
		w.copy(src, at, e.lo)
		w.sayAt(place{src, e.lo}, e.text)
		at = e.hi
	}
	w.copy(src, at, hi)
}
