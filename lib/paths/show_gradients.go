package paths

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"text/tabwriter"
)

// Summary is the outcome in a few sentences.
func (g *Gradients) Summary() string {
	if g == nil || len(g.Norms) == 0 {
		return "no gradients along paths"
	}
	f := g.Fit()
	if f.Lengths < 2 {
		return g.Product().Summary()
	}
	return fmt.Sprintf("%s: gradient norm at the input against path length: each block more multiplies it by %.3f (correlation of length and log norm %.4f, %d lengths, %d paths)\n%s",
		g.Network, f.Factor, f.R, f.Lengths, g.paths(), g.Product().Summary())
}

// paths is how many were followed.
func (g *Gradients) paths() int {
	n := 0
	for _, l := range g.Norms {
		n += len(l.Logs)
	}
	return n
}

// String is a table with one row per length.
func (g *Gradients) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, g.Summary())
	if g == nil || len(g.Norms) == 0 {
		return b.String()
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "length\tpaths\tmean norm\tshare of gradient %\tshare of paths %")
	for _, r := range g.rows() {
		fmt.Fprintf(w, "%d\t%d\t%s\t%s\t%s\n", r.Length, r.Paths, r.Norm, r.Gradient, r.Share)
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// gradientRow is a line of the table, with a bar in percent of the longest.
type gradientRow struct {
	Length, Paths         int
	Norm, Gradient, Share string
	Width                 float64
	Inside                bool
}

func (g *Gradients) rows() []gradientRow {
	product, all := g.Product(), (&Distribution{blocks: g.Blocks}).Shares()
	lo, hi := product.Interval(.95)
	longest := 0.0
	for _, s := range product.Shares {
		longest = max(longest, s)
	}
	var rows []gradientRow
	for _, n := range g.Norms {
		share := product.Shares[n.Length]
		rows = append(rows, gradientRow{
			Length: n.Length, Paths: len(n.Logs), Norm: power(n.LogMean()),
			Gradient: fmt.Sprintf("%.3f", 100*share), Share: fmt.Sprintf("%.3f", 100*all[n.Length]),
			Width: 100 * share / longest, Inside: lo <= n.Length && n.Length <= hi,
		})
	}
	return rows
}

// power writes e to a power with three digits, such as 2.71e-31, however small.
func power(log float64) string {
	if math.IsInf(log, -1) {
		return "0"
	}
	if math.IsNaN(log) || math.IsInf(log, 1) {
		return fmt.Sprint(log)
	}
	exponent := math.Floor(log / math.Ln10)
	digits := fmt.Sprintf("%.2f", math.Exp(log-exponent*math.Ln10))
	if digits == "10.00" {
		digits, exponent = "1.00", exponent+1
	}
	return fmt.Sprintf("%se%+03.0f", digits, exponent)
}

// MIMEBundle shows the outcome as text and as an HTML table with a bar per length.
func (g *Gradients) MIMEBundle() map[string]any {
	if g == nil || len(g.Norms) == 0 {
		return map[string]any{"text/plain": g.String()}
	}
	var b strings.Builder
	view := struct {
		Facts  []string
		Images int
		Rows   []gradientRow
	}{strings.Split(g.Summary(), "\n"), g.Images, g.rows()}
	if err := gradientTable.Execute(&b, view); err != nil {
		panic("paths: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": g.String(), "text/html": b.String()}
}

var gradientTable = template.Must(template.New("gradients").Parse(`<div>{{range .Facts}}{{.}}<br>{{end}}each norm is of the gradient of {{.Images}} images</div>
<table>
<thead><tr><th>length</th><th>paths</th><th>mean norm</th><th>share of gradient, %</th><th>share of paths, %</th><th></th></tr></thead>
<tbody>
{{range .Rows}}<tr><td>{{.Length}}</td><td>{{.Paths}}</td><td>{{.Norm}}</td><td>{{.Gradient}}</td><td>{{.Share}}</td><td style="min-width:16em;text-align:left"><span style="display:inline-block;height:0.8em;width:{{printf "%.1f" .Width}}%;background:{{if .Inside}}#0072b2{{else}}#a6cbe3{{end}}"></span></td></tr>
{{end}}</tbody>
</table>
`))
