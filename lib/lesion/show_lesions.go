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
	networks, changes := fmt.Sprintf("%d networks", len(l.Networks)), l.CountName()
	if len(l.Networks) == 1 {
		networks = "1 network"
	}
	if most == "1" {
		changes = strings.Replace(strings.Replace(changes, "blocks", "block", 1), "swaps", "swap", 1)
	}
	return fmt.Sprintf("%s: test error %.2f %% whole; %s with %s %s of %d, blocks that change the shape %s",
		l.Network, l.Whole.Error, networks, most, changes, l.Blocks, transitions)
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

// table is what there is to show: a heading, rows, and for each row the stretch of
// errors in percent that its bar stands for.
type table struct {
	Caption string
	Columns []string
	Rows    []tableRow
}

type tableRow struct {
	Cells        []string
	Start, Width float64
}

// table has a row for each number of changes, or if somebody has chosen the changes
// one for each network.
func (l *Lesions) table() table {
	t := table{Caption: fmt.Sprintf("%s (%d images)", l.Summary(), l.Whole.Samples)}
	if experiments[l.Experiment].byHand {
		t.Columns = []string{"changed", "error %", "95 % interval", fmt.Sprintf("top-%d error %%", l.TopK), "loss", "τ"}
		for _, x := range l.Networks {
			t.Rows = append(t.Rows, tableRow{x.cells(), 0, x.Error})
		}
		return t
	}
	t.Columns = []string{l.CountName(), "networks", "min %", "lower %", "median %", "upper %", "max %", "mean %", "95 % interval"}
	for _, b := range l.Boxes() {
		t.Rows = append(t.Rows, tableRow{b.cells(), b.Lower, max(.5, b.Upper-b.Lower)})
	}
	return t
}

func (b Box) cells() []string {
	cells := []string{fmt.Sprint(b.Count), fmt.Sprint(b.Networks)}
	for _, v := range []float64{b.Min, b.Lower, b.Median, b.Upper, b.Max, b.Mean} {
		cells = append(cells, fmt.Sprintf("%.2f", v))
	}
	return append(cells, fmt.Sprintf("%.2f to %.2f", b.MeanLow, b.MeanHigh))
}

func (x Lesion) cells() []string {
	low, high := x.Interval(.95)
	return []string{
		x.changes(), fmt.Sprintf("%.2f", x.Error), fmt.Sprintf("%.2f to %.2f", low, high),
		fmt.Sprintf("%.2f", x.TopK), fmt.Sprintf("%.4f", x.Loss), fmt.Sprintf("%.4f", x.Tau),
	}
}

// changes names the blocks that are deleted, in runs, or the places with other
// blocks than their own.
func (x Lesion) changes() string {
	var parts []string
	for i := 0; i < len(x.Deleted); {
		end := i + 1
		for end < len(x.Deleted) && x.Deleted[end] == x.Deleted[end-1]+1 {
			end++
		}
		part := fmt.Sprint(x.Deleted[i])
		if end > i+1 {
			part += fmt.Sprintf("–%d", x.Deleted[end-1])
		}
		parts = append(parts, part)
		i = end
	}
	if len(x.Deleted) > 0 {
		return strings.Join(parts, ", ")
	}
	for at, b := range x.Order {
		if b != at {
			parts = append(parts, fmt.Sprintf("%d at %d", b, at))
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// String is a table with a row for each number of changes, or for each network that
// was asked for by name.
func (l *Lesions) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, l.Summary())
	if l == nil || len(l.Networks) == 0 {
		return b.String()
	}
	t := l.table()
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(t.Columns, "\t"))
	for _, row := range t.Rows {
		fmt.Fprintln(w, strings.Join(row.Cells, "\t"))
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the outcome as text and as an HTML table. The bar in a row is
// the error, or of several networks from the lower to the upper quartile.
func (l *Lesions) MIMEBundle() map[string]any {
	if l == nil || len(l.Networks) == 0 {
		return map[string]any{"text/plain": l.String()}
	}
	var b strings.Builder
	if err := lesionsPage.Execute(&b, l.table()); err != nil {
		panic("lesion: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": l.String(), "text/html": b.String()}
}

var lesionsPage = template.Must(template.New("lesions").Parse(`<table>
<caption style="text-align:left">{{.Caption}}</caption>
<thead><tr>{{range .Columns}}<th>{{.}}</th>{{end}}<th style="text-align:left;min-width:16em">0 to 100 %</th></tr></thead>
<tbody>
{{range .Rows}}<tr>{{range .Cells}}<td>{{.}}</td>{{end}}<td style="text-align:left"><div style="background:#1f77b4;height:0.8em;margin-left:{{printf "%.2f" .Start}}%;width:{{printf "%.2f" .Width}}%"></div></td></tr>
{{end}}</tbody>
</table>
`))
