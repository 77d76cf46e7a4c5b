package paths

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"text/tabwriter"
)

// String says how much was measured.
func (a *Activations) String() string {
	if a == nil {
		return "no activations"
	}
	return fmt.Sprintf("%s: activations of %d paths on %d images\n%s", a.Network, len(a.Paths), len(a.Whole), a.Correlation())
}

// MIMEBundle shows the correlation.
func (a *Activations) MIMEBundle() map[string]any {
	bundle := a.Correlation().MIMEBundle()
	bundle["text/plain"] = a.String()
	return bundle
}

// Summary is the outcome in one sentence.
func (c *Correlation) Summary() string {
	if c == nil || len(c.Shared) == 0 {
		return "no pairs of paths"
	}
	all := c.All()
	return fmt.Sprintf("%s: activations of two paths correlate with %.3f on average over %d pairs (absolute value %.3f; independent ones would show %.3f on %d images)",
		c.Network, all.Mean, all.Pairs, all.Absolute, c.Chance(), c.Images)
}

// String is the summary and a table by the number of blocks that two paths share.
func (c *Correlation) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, c.Summary())
	if c == nil || len(c.Shared) == 0 {
		return b.String()
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "blocks shared\tpairs\tcorrelation\tabsolute")
	for _, s := range c.Shared {
		fmt.Fprintf(w, "%d\t%d\t%.3f\t%.3f\n", s.Blocks, s.Pairs, s.Mean, s.Absolute)
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the outcome as text and as an HTML table with a bar per row.
func (c *Correlation) MIMEBundle() map[string]any {
	bundle := map[string]any{"text/plain": c.String()}
	if c == nil || len(c.Shared) == 0 {
		return bundle
	}
	var b strings.Builder
	if err := correlationTable.Execute(&b, c); err != nil {
		panic("paths: " + err.Error()) // the template and its data are ours
	}
	bundle["text/html"] = b.String()
	return bundle
}

// width is the bar of a row in percent.
func (s Shared) width() string { return fmt.Sprintf("%.1f", 100*math.Abs(s.Mean)) }

var correlationTable = template.Must(template.New("correlation").Funcs(template.FuncMap{"width": Shared.width}).Parse(`<div>{{.Summary}}</div>
<table>
<thead><tr><th>blocks shared</th><th>pairs</th><th>correlation</th><th>absolute</th><th></th></tr></thead>
<tbody>
{{range .Shared}}<tr><td>{{.Blocks}}</td><td>{{.Pairs}}</td><td>{{printf "%.3f" .Mean}}</td><td>{{printf "%.3f" .Absolute}}</td><td style="min-width:16em;text-align:left"><span style="display:inline-block;height:0.8em;width:{{width .}}%;background:#0072b2"></span></td></tr>
{{end}}</tbody>
</table>
`))
