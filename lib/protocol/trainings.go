package protocol

import (
	"fmt"
	"html"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/unravel-go/unravel/lib/train"
)

// Trainings is networks that were trained, in the order of training: those of one
// kind, which differ in their seeds, next to each other.
type Trainings []Trained

// Kinds are the kinds of networks there are, in order.
func (t Trainings) Kinds() []string {
	var kinds []string
	for i, one := range t {
		if i == 0 || one.Kind != t[i-1].Kind {
			kinds = append(kinds, one.Kind)
		}
	}
	return kinds
}

// Error is the mean test error in percent of the networks of a kind, with its
// standard deviation. Its mean is NaN if there are none.
func (t Trainings) Error(kind string) train.Metric {
	var errors []float64
	for _, one := range t {
		if one.Kind == kind {
			errors = append(errors, one.Test.Error)
		}
	}
	m := train.Metric{Name: "test error, %", Runs: len(errors)}
	for _, e := range errors {
		m.Mean += e
	}
	m.Mean /= float64(m.Runs)
	squares := 0.0
	for _, e := range errors {
		squares += (e - m.Mean) * (e - m.Mean)
	}
	m.Deviation = math.Sqrt(squares / float64(m.Runs-1))
	return m
}

// Curves are the histories of the trainings with the first seed, for a figure.
func (t Trainings) Curves() []*train.History {
	var curves []*train.History
	for i, one := range t {
		if i == 0 || one.Kind != t[i-1].Kind {
			h := *one.History
			h.Network = one.Kind
			curves = append(curves, &h)
		}
	}
	return curves
}

// rows are kind, parameters, loss and error in training, and test error.
func (t Trainings) rows() [][]string {
	var rows [][]string
	for i, one := range t {
		if i > 0 && one.Kind == t[i-1].Kind {
			continue
		}
		last := one.History.Last()
		rows = append(rows, []string{
			one.Kind, fmt.Sprint(one.Parameters), fmt.Sprintf("%.4f", last.Loss),
			fmt.Sprintf("%.2f", last.Error), percent(t.Error(one.Kind)),
		})
	}
	return rows
}

func columns() []string {
	return []string{"network", "parameters", "training loss", "training error, %", "test error, %"}
}

// percent is a mean error with what there is to say of its spread.
func percent(m train.Metric) string {
	switch m.Runs {
	case 0:
		return "not yet"
	case 1:
		return fmt.Sprintf("%.2f", m.Mean)
	}
	return fmt.Sprintf("%.2f ± %.2f of %d", m.Mean, m.Deviation, m.Runs)
}

// String is a table with a row for each kind. Of several seeds it has the mean test
// error; loss and error in training are those of the first.
func (t Trainings) String() string { return textTable("", columns(), t.rows()) }

// MIMEBundle shows the table as text and as HTML.
func (t Trainings) MIMEBundle() map[string]any {
	return map[string]any{"text/plain": t.String(), "text/html": htmlTable("", columns(), t.rows())}
}

func textTable(caption string, head []string, rows [][]string) string {
	var b strings.Builder
	if caption != "" {
		fmt.Fprintln(&b, caption)
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{head}, rows...) {
		fmt.Fprintln(w, strings.TrimRight(strings.Join(row, "\t"), "\t"))
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

func htmlTable(caption string, head []string, rows [][]string) string {
	var b strings.Builder
	line := func(tag string, cells []string) {
		b.WriteString("<tr>")
		for _, cell := range cells {
			fmt.Fprintf(&b, `<%s style="text-align:left">%s</%s>`, tag, html.EscapeString(cell), tag)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("<table>\n")
	if caption != "" {
		fmt.Fprintf(&b, "<caption style=\"text-align:left\">%s</caption>\n", html.EscapeString(caption))
	}
	b.WriteString("<thead>")
	line("th", head)
	b.WriteString("</thead>\n<tbody>\n")
	for _, row := range rows {
		line("td", row)
	}
	b.WriteString("</tbody>\n</table>\n")
	return b.String()
}
