package models

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/unravel-go/unravel/lib/nn"
)

// row is one line of a network's summary.
type row struct {
	Part, Blocks, Output, Parameters string
}

// rows lists stem, stages and head.
func (n *Net) rows() []row {
	if n.check() != nil {
		return nil
	}
	var rows []row
	if n.stem != nil {
		rows = append(rows, row{"stem", "", shape(n.stem.c, n.stem.h, n.stem.w), grouped(n.count("conv1.") + sizeOf(n.stem.norm))})
	}
	for i, s := range n.stages {
		rows = append(rows, row{
			Part:       fmt.Sprintf("stage %d", i+1),
			Blocks:     strconv.Itoa(len(s.Blocks)),
			Output:     shape(s.C, s.H, s.W),
			Parameters: grouped(n.countStage(i)),
		})
	}
	if n.head != nil {
		rows = append(rows, row{"head", "", strconv.Itoa(n.config.Classes), grouped(sizeOf(n.head.norm) + n.count("fc.") + n.count("classifier."))})
	}
	return rows
}

// count is the number of learned values under names with a prefix.
func (n *Net) count(prefix string) int {
	sum := 0
	for _, p := range n.params {
		if p.Learned && strings.HasPrefix(p.Name, prefix) {
			sum += p.Len()
		}
	}
	return sum
}

// countStage is the number of learned values in a stage.
func (n *Net) countStage(stage int) int {
	if !n.config.Layout.classifies() {
		return n.count(fmt.Sprintf("layer%d.", stage+1))
	}
	sum := 0
	for i := range n.stages[stage].Blocks {
		k := n.config.vggLayer(stage, i)
		sum += n.count(k.conv + ".")
		if k.norm != "" {
			sum += n.count(k.norm + ".")
		}
	}
	return sum
}

// sizeOf is the number of learned values of a normalization, 0 without one.
func sizeOf(l *nn.Norm) int {
	if l == nil {
		return 0
	}
	return l.Weight.Len() + l.Bias.Len()
}

// Summary is the network in one line.
func (n *Net) Summary() string {
	if n.check() != nil {
		return "no network"
	}
	return fmt.Sprintf("%s on %s: %s parameters, %s multiply-accumulates per sample",
		n.name, shape(n.config.Input[0], n.config.Input[1], n.config.Input[2]),
		grouped(n.NumParams()), grouped(int(n.macs)))
}

// String is a table of the network's parts.
func (n *Net) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, n.Summary())
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "part\tblocks\toutput\tparameters")
	for _, r := range n.rows() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Part, r.Blocks, r.Output, r.Parameters)
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the network as text and as an HTML table.
func (n *Net) MIMEBundle() map[string]any {
	var b strings.Builder
	data := struct {
		Summary string
		Rows    []row
	}{n.Summary(), n.rows()}
	if err := page.Execute(&b, data); err != nil {
		panic("models: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": n.String(), "text/html": b.String()}
}

func shape(c, h, w int) string { return fmt.Sprintf("%d×%d×%d", c, h, w) }

// grouped writes 1727962 as 1,727,962.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

var page = template.Must(template.New("net").Parse(`<table>
<caption style="text-align:left">{{.Summary}}</caption>
<thead><tr><th style="text-align:left">part</th><th>blocks</th><th>output</th><th>parameters</th></tr></thead>
<tbody>
{{range .Rows}}<tr><td style="text-align:left">{{.Part}}</td><td>{{.Blocks}}</td><td>{{.Output}}</td><td>{{.Parameters}}</td></tr>
{{end}}</tbody>
</table>
`))
