package magic

import (
	"errors"
	"strings"
)

// unknown is the error of a magic that there is not. It says what does the same
// here, or names the nearest, and all there are.
func unknown(p part) error {
	mark := "%"
	if p.kind == cellMagic {
		mark = "%%"
	}
	text := "there is no magic " + mark + p.name
	if here := elsewhere(p.name); here != "" {
		return errors.New(text + "\n" + here)
	}
	if p.name == "" {
		text = "a magic has a name behind " + mark
	} else if near := nearest(p.name); near != "" {
		text += " (did you mean " + near + "?)"
	}
	return errors.New(text + "\nthere are " + strings.Join(all(), ", "))
}

// all lists all ways to call a magic.
func all() (list []string) {
	for _, s := range specs() {
		list = append(list, s.spellings()...)
	}
	return list
}

// nearest returns how the magic is called whose name is most like a name; ""
// if none is close.
func nearest(name string) (call string) {
	most := max(1, len(name)/2)
	for _, s := range specs() {
		if d := distance(name, s.name); d <= most {
			most, call = d-1, s.spellings()[0]
		}
	}
	return call
}

// distance counts the bytes to insert, delete, replace or swap with their
// neighbour that make b of a.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			differ := 1
			if a[i-1] == b[j-1] {
				differ = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+differ)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
