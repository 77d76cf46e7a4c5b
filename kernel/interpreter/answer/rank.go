package answer

import (
	"cmp"
	"slices"
	"strings"
)

// rank says how likely it is that something is meant.
type rank int

const (
	first       rank = iota // what fits here and nowhere else
	local                   // of the blocks around the cursor
	own                     // of the cell
	global                  // of earlier cells
	imported                // packages
	predeclared             // by the language
	preloaded               // packages that need no import
	word                    // keywords
	missing                 // what needs an import first
)

// list is what may stand at a place.
type list []candidate

type candidate struct {
	Match
	rank rank
}

func (l *list) add(m Match, r rank) { *l = append(*l, candidate{m, r}) }

// pick returns what begins with a prefix, the best first: in the case that was
// typed before any other, then by rank, then by name.
func (l list) pick(prefix string) []Match {
	type choice struct {
		candidate
		other bool
	}
	var choices []choice
	for _, c := range l {
		exact := strings.HasPrefix(c.Text, prefix)
		if exact || len(c.Text) >= len(prefix) && strings.EqualFold(c.Text[:len(prefix)], prefix) {
			choices = append(choices, choice{c, !exact})
		}
	}
	slices.SortStableFunc(choices, func(a, b choice) int {
		switch {
		case a.other != b.other:
			return map[bool]int{false: -1, true: 1}[a.other]
		case a.rank != b.rank:
			return cmp.Compare(a.rank, b.rank)
		}
		return strings.Compare(a.Text, b.Text)
	})
	var matches []Match
	seen := map[[2]string]bool{}
	for _, c := range choices {
		if key := [2]string{c.Text, c.Import}; !seen[key] {
			seen[key] = true
			matches = append(matches, c.Match)
		}
	}
	return matches
}
