package paths

import (
	"fmt"
	"html/template"
	"math"
	"math/big"
	"strings"
)

// mostDigits is the number of binary digits up to which a count is shown with all
// of them, in decimal.
const mostDigits = 100

// String says in a few lines how many paths there are and how long.
func (d *Distribution) String() string {
	if d == nil {
		return "no distribution of path lengths"
	}
	total := fmt.Sprintf("2^%d", d.blocks)
	if d.blocks <= mostDigits {
		total = grouped(d.Total())
	}
	lo, hi := d.Interval(.95)
	return fmt.Sprintf("%d blocks: %s paths of 0 to %d blocks, %g on average\n%.1f %% of them go through %d to %d blocks",
		d.blocks, total, d.blocks, d.Mean(), 100*d.Mass(lo, hi), lo, hi)
}

// MIMEBundle shows the summary and a table of the lengths that occur often, with
// a bar for each.
func (d *Distribution) MIMEBundle() map[string]any {
	if d == nil {
		return map[string]any{"text/plain": d.String()}
	}
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
	shares := d.Shares()
	longest := shares[d.blocks/2]
	var rows []row
	for k, share := range shares {
		if share < .001 {
			continue
		}
		rows = append(rows, row{
			Length: k, Count: d.counted(k, share), Share: fmt.Sprintf("%.2f %%", 100*share),
			Width: 100 * share / longest, Inside: lo <= k && k <= hi,
		})
	}
	return rows
}

// counted writes the number of paths of a length in full, or, if that is too long
// to read, with three digits and a power of ten, which their share suffices for.
func (d *Distribution) counted(k int, share float64) string {
	if d.blocks <= mostDigits {
		return grouped(d.Count(k))
	}
	power, part := math.Modf(math.Log10(share) + float64(d.blocks)*math.Log10(2))
	digits := fmt.Sprintf("%.2f", math.Pow(10, part))
	if digits == "10.00" {
		digits, power = "1.00", power+1
	}
	return fmt.Sprintf("%s·10^%.0f", digits, power)
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
