package lesion

import (
	"fmt"
	"html/template"
	"strings"
	"text/tabwriter"
)

// Summary is the outcome in one sentence.
func (d *Deletions) Summary() string {
	if d == nil {
		return "no deletions"
	}
	return fmt.Sprintf("%s: test error %.2f %% whole; without one block: median %.2f %%, 90 %% of blocks at most %.2f %%, worst %.2f %%",
		d.Network, d.Base, d.Median(), d.Quantile(0.9), d.Max())
}

// String is a table with one row per deleted block.
func (d *Deletions) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Summary())
	if d == nil {
		return b.String()
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "block\tname\terror %")
	for _, x := range d.Blocks {
		fmt.Fprintf(w, "%d\t%s\t%.2f", x.Block, x.Name, x.Error)
		if x.Transition {
			fmt.Fprint(w, "\tchanges the shape")
		}
		fmt.Fprintln(w)
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the outcome as text and as an HTML table with a bar per row.
func (d *Deletions) MIMEBundle() map[string]any {
	if d == nil {
		return map[string]any{"text/plain": d.String()}
	}
	var b strings.Builder
	if err := page.Execute(&b, d); err != nil {
		panic("lesion: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": d.String(), "text/html": b.String()}
}

var page = template.Must(template.New("deletions").Parse(`<table>
<caption style="text-align:left">{{.Summary}} ({{.Samples}} images)</caption>
<thead><tr><th>block</th><th style="text-align:left">name</th><th>error, %</th><th style="text-align:left;min-width:16em">without it</th></tr></thead>
<tbody>
{{range .Blocks}}<tr><td>{{.Block}}</td><td style="text-align:left">{{.Name}}</td><td>{{printf "%.2f" .Error}}</td><td style="text-align:left"><div style="background:{{if .Transition}}#d29922{{else}}#1f77b4{{end}};height:0.8em;width:{{printf "%.2f" .Error}}%" title="{{if .Transition}}changes the shape{{end}}"></div></td></tr>
{{end}}</tbody>
</table>
`))
