package display

import (
	"fmt"
	"html/template"
	"strings"
	"unicode/utf8"
)

// Table is a table of values: a row of names above rows of cells. Columns of
// numbers stand to the right with the same number of decimals, text to the
// left. Rows may have any length; what is missing is blank.
//
// A table of more than 200 rows shows the first and the last 100, and says so.
type Table struct {
	Head    []string // names of the columns; none: no head
	Rows    [][]any
	Caption string // a line above the table; may be empty
}

var _ Bundler = Table{}

// maxRows is the number of rows that a table shows.
const maxRows = 200

// MIMEBundle returns the forms text/html and text/plain.
func (t Table) MIMEBundle() map[string]any {
	g := t.grid()
	return Bundle{textHTML: g.html(), textPlain: g.text()}
}

// String returns the table as aligned text.
func (t Table) String() string { return t.grid().text() }

// grid is a table after its cells have become text.
type grid struct {
	Caption string
	Head    []gridCell
	Rows    [][]gridCell
	Note    string // a line below
	widths  []int  // of each column, in runes
	hasHead bool
}

type gridCell struct {
	Text  string
	Right bool // a number: aligned to the right
}

func (t Table) grid() grid {
	n := len(t.Head)
	for _, row := range t.Rows {
		n = max(n, len(row))
	}
	rows, gap := t.Rows, -1
	if len(rows) > maxRows {
		rows = append(append([][]any(nil), rows[:maxRows/2]...), rows[len(rows)-maxRows/2:]...)
		gap = maxRows / 2
	}
	g := grid{Caption: t.Caption, Note: noteOn(len(t.Rows)), widths: make([]int, n), hasHead: len(t.Head) > 0}
	g.Head = make([]gridCell, n)
	g.Rows = make([][]gridCell, len(rows))
	for i := range g.Rows {
		g.Rows[i] = make([]gridCell, n)
	}
	for col := range n {
		f := formatOf(rows, col)
		for i, row := range rows {
			if col < len(row) {
				g.Rows[i][col] = gridCell{f.text(row[col]), f.number}
			}
		}
		if col < len(t.Head) {
			g.Head[col] = gridCell{t.Head[col], f.number}
		}
	}
	if gap >= 0 {
		ellipsis := make([]gridCell, n)
		for i := range ellipsis {
			ellipsis[i] = gridCell{"…", g.Head[i].Right}
		}
		g.Rows = append(g.Rows[:gap:gap], append([][]gridCell{ellipsis}, g.Rows[gap:]...)...)
	}
	g.measure()
	return g
}

// noteOn tells of how many rows a table shows some.
func noteOn(rows int) string {
	if rows <= maxRows {
		return ""
	}
	return fmt.Sprintf("%d rows, of which %d are shown", rows, maxRows)
}

func (g grid) measure() {
	for _, row := range append([][]gridCell{g.Head}, g.Rows...) {
		for i, c := range row {
			g.widths[i] = max(g.widths[i], utf8.RuneCountInString(c.Text))
		}
	}
}

// text lays the grid out with spaces, a rule under the head.
func (g grid) text() string {
	var b strings.Builder
	line := func(row []gridCell) {
		var l strings.Builder
		for i, c := range row {
			if i > 0 {
				l.WriteString("  ")
			}
			pad := strings.Repeat(" ", g.widths[i]-utf8.RuneCountInString(c.Text))
			if c.Right {
				l.WriteString(pad + c.Text)
			} else {
				l.WriteString(c.Text + pad)
			}
		}
		b.WriteString(strings.TrimRight(l.String(), " "))
		b.WriteByte('\n')
	}
	if g.Caption != "" {
		b.WriteString(g.Caption + "\n")
	}
	if g.hasHead {
		line(g.Head)
		rules := make([]gridCell, len(g.widths))
		for i, w := range g.widths {
			rules[i].Text = strings.Repeat("─", w)
		}
		line(rules)
	}
	for _, row := range g.Rows {
		line(row)
	}
	b.WriteString(g.Note)
	return strings.TrimSuffix(b.String(), "\n")
}

// tableHTML leaves colours and shading to the frontend's own style of tables.
// It says what that cannot know, which columns are numbers, and what makes a
// table readable where there is no style at all.
var tableHTML = template.Must(template.New("table").Parse(
	`{{define "cell"}}padding:0.2em 0.7em;text-align:{{if .Right}}right{{else}}left{{end}}{{end -}}
<table style="border-collapse:collapse;color:inherit;font-variant-numeric:tabular-nums">
{{- with .Caption}}
<caption style="caption-side:top;text-align:left;white-space:nowrap;color:inherit">{{.}}</caption>{{end}}
{{- with .Head}}
<thead><tr style="border-bottom:1px solid">{{range .}}<th style="{{template "cell" .}}">{{.Text}}</th>{{end}}</tr></thead>{{end}}
<tbody>
{{- range .Rows}}
<tr>{{range .}}<td style="{{template "cell" .}}">{{.Text}}</td>{{end}}</tr>{{end}}
</tbody>
</table>
{{- with .Note}}
<p style="margin:0.3em 0.7em">{{.}}</p>{{end}}`))

func (g grid) html() string {
	if !g.hasHead {
		g.Head = nil
	}
	var b strings.Builder
	if err := tableHTML.Execute(&b, g); err != nil {
		panic("display: table template: " + err.Error()) // the template and grid are both ours
	}
	return b.String()
}
