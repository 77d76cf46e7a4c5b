package paths

import (
	"fmt"
	"html/template"
	"strings"
	"text/tabwriter"
)

// Summary is the outcome in one sentence.
func (p *Product) Summary() string {
	if p == nil {
		return "no gradients along paths"
	}
	lo, _ := p.Interval(.95)
	if lo < 0 {
		return fmt.Sprintf("%s: no gradient along any path that was followed", p.Network)
	}
	e := p.Effective(.95)
	s := fmt.Sprintf("%s: %.1f %% of the gradient come by paths of %d to %d of %d blocks, %.1f on average; those are %.3g %% of all paths",
		p.Network, 100*e.Gradient, e.Lo, e.Hi, p.Blocks, p.Mean(), 100*e.Paths)
	if p.Missing > 0 {
		s += fmt.Sprintf(" (%d lengths were not measured)", p.Missing)
	}
	return s
}

// String is the summary and a table of the lengths that at least 0.1 % of the
// gradient comes by.
func (p *Product) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Summary())
	if p == nil {
		return b.String()
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "length\tshare of gradient %")
	for k, share := range p.Shares {
		if share >= .001 {
			fmt.Fprintf(w, "%d\t%.1f\n", k, 100*share)
		}
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the outcome as text and as an HTML table with a bar per length.
func (p *Product) MIMEBundle() map[string]any {
	bundle := map[string]any{"text/plain": p.String()}
	if p == nil {
		return bundle
	}
	var b strings.Builder
	if err := productTable.Execute(&b, p); err != nil {
		panic("paths: " + err.Error()) // the template and its data are ours
	}
	bundle["text/html"] = b.String()
	return bundle
}

// percent is a share as a bar's width and as text, empty for less than 0.1 %.
func percent(share float64) string {
	if !(share >= .001) {
		return ""
	}
	return fmt.Sprintf("%.1f", 100*share)
}

var productTable = template.Must(template.New("product").Funcs(template.FuncMap{"percent": percent}).Parse(`<div>{{.Summary}}</div>
<table>
<thead><tr><th>length</th><th>share of gradient, %</th><th></th></tr></thead>
<tbody>
{{range $k, $share := .Shares}}{{with percent $share}}<tr><td>{{$k}}</td><td>{{.}}</td><td style="min-width:16em;text-align:left"><span style="display:inline-block;height:0.8em;width:{{.}}%;background:#0072b2"></span></td></tr>
{{end}}{{end}}</tbody>
</table>
`))
