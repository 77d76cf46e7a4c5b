package paths

import (
	"fmt"
	"html/template"
	"math/big"
	"strings"
)

// String says in a few lines how many paths there are and how long.
func (d *Distribution) String() string {
	lo, hi := d.Interval(.95)
	return fmt.Sprintf("%d blocks: %s paths of 0 to %d blocks, %g on average\n%.1f %% of them go through %d to %d blocks",
		d.blocks, grouped(d.Total()), d.blocks, d.Mean(), 100*d.Mass(lo, hi), lo, hi)
}

// MIMEBundle shows the summary and a table of the lengths that occur often, with
// a bar for each.
func (d *Distribution) MIMEBundle() map[string]any {
	var page strings.Builder
	facts, interval, _ := strings.Cut(d.String(), "\n")
	view := struct {
		Facts, Interval string
		Rows            []row
	}{facts, interval, d.rows()}
	if err := table.Execute(&page, view); err != nil {
		panic("paths: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": d.String(), "text/html": page.String()}
}

// row is a line of the table: the width of the bar is in percent of the longest.
type row struct {
	Length       int
	Count, Share string
	Width        float64
	Inside       bool
}

// rows returns the lengths that at least 0.1 % of the paths have.
func (d *Distribution) rows() []row {
	lo, hi := d.Interval(.95)
	longest := d.Share(d.blocks / 2)
	var rows []row
	for k, share := range d.Shares() {
		if share < .001 {
			continue
		}
		rows = append(rows, row{
			Length: k, Count: grouped(d.Count(k)), Share: fmt.Sprintf("%.2f %%", 100*share),
			Width: 100 * share / longest, Inside: lo <= k && k <= hi,
		})
	}
	return rows
}

// grouped writes a number with a space between groups of three digits.
func grouped(n *big.Int) string {
	digits := n.String()
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u202f') // a narrow space at which no line breaks
		}
		b.WriteRune(digit)
	}
	return b.String()
}

var table = template.Must(template.New("paths").Parse(`<div><strong>{{.Facts}}</strong><br>{{.Interval}}</div>
<table>
<thead><tr><th>length</th><th>paths</th><th>share</th><th></th></tr></thead>
<tbody>
{{range .Rows}}<tr><td>{{.Length}}</td><td>{{.Count}}</td><td>{{.Share}}</td><td style="min-width:16em;text-align:left"><span style="display:inline-block;height:0.8em;width:{{printf "%.1f" .Width}}%;background:{{if .Inside}}#0072b2{{else}}#a6cbe3{{end}}"></span></td></tr>
{{end}}</tbody>
</table>
`))
