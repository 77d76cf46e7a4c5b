package lesion

import (
	"fmt"
	"html/template"
	"strings"
	"text/tabwriter"
)

// Summary is the outcome in one sentence.
func (l *Lesions) Summary() string {
	if l == nil || len(l.Networks) == 0 {
		return "no lesions"
	}
	counts := l.Counts()
	most := fmt.Sprint(counts[0])
	if last := counts[len(counts)-1]; last > counts[0] {
		most += fmt.Sprintf(" to %d", last)
	}
	transitions := "stay"
	if l.Transitions {
		transitions = "are among them"
	}
	return fmt.Sprintf("%s: test error %.2f %% whole; %d networks with %s %s of %d, blocks that change the shape %s",
		l.Network, l.Whole.Error, len(l.Networks), most, l.CountName(), l.Blocks, transitions)
}

// CountName is what the counts count, such as "blocks deleted".
func (l *Lesions) CountName() string {
	if l != nil {
		if e, known := experiments[l.Experiment]; known {
			return e.counts
		}
	}
	return "changes"
}

// columns of the table, of text and page alike.
func (l *Lesions) columns() []string {
	return []string{l.CountName(), "networks", "min %", "lower %", "median %", "upper %", "max %", "mean %", "95 % interval"}
}

func (b Box) cells() []string {
	cells := []string{fmt.Sprint(b.Count), fmt.Sprint(b.Networks)}
	for _, v := range []float64{b.Min, b.Lower, b.Median, b.Upper, b.Max, b.Mean} {
		cells = append(cells, fmt.Sprintf("%.2f", v))
	}
	return append(cells, fmt.Sprintf("%.2f to %.2f", b.MeanLow, b.MeanHigh))
}

// String is a table with one row per number of changes.
func (l *Lesions) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, l.Summary())
	if l == nil || len(l.Networks) == 0 {
		return b.String()
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(l.columns(), "\t"))
	for _, x := range l.Boxes() {
		fmt.Fprintln(w, strings.Join(x.cells(), "\t"))
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the outcome as text and as an HTML table, with a bar from the
// lower to the upper quartile in each row.
func (l *Lesions) MIMEBundle() map[string]any {
	if l == nil || len(l.Networks) == 0 {
		return map[string]any{"text/plain": l.String()}
	}
	type row struct {
		Cells        []string
		Lower, Width float64
	}
	view := struct {
		Caption string
		Columns []string
		Rows    []row
	}{Caption: fmt.Sprintf("%s (%d images)", l.Summary(), l.Whole.Samples), Columns: l.columns()}
	for _, b := range l.Boxes() {
		view.Rows = append(view.Rows, row{b.cells(), b.Lower, max(.5, b.Upper-b.Lower)})
	}
	var b strings.Builder
	if err := lesionsPage.Execute(&b, view); err != nil {
		panic("lesion: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": l.String(), "text/html": b.String()}
}

var lesionsPage = template.Must(template.New("lesions").Parse(`<table>
<caption style="text-align:left">{{.Caption}}</caption>
<thead><tr>{{range .Columns}}<th>{{.}}</th>{{end}}<th style="text-align:left;min-width:16em">quartiles</th></tr></thead>
<tbody>
{{range .Rows}}<tr>{{range .Cells}}<td>{{.}}</td>{{end}}<td style="text-align:left"><div style="background:#1f77b4;height:0.8em;margin-left:{{printf "%.2f" .Lower}}%;width:{{printf "%.2f" .Width}}%"></div></td></tr>
{{end}}</tbody>
</table>
`))
