package paths

import (
	"fmt"
	"html/template"
	"strings"
)

// String says in a few lines how many paths are left, and of which lengths.
func (m *Multiplicity) String() string {
	if m == nil {
		return "no deletions"
	}
	left := fmt.Sprintf("2^%d", m.blocks-len(m.deleted))
	if m.blocks <= mostDigits {
		left = grouped(m.TotalLeft())
	}
	return fmt.Sprintf("%d of %d blocks deleted: %s paths left, %.3g %% of all\nof those through one block %.3g %%, of those of length %d %.3g %%",
		len(m.deleted), m.blocks, left, 100*m.Share(0, m.blocks), 100*m.Share(1, 1), m.blocks/2, 100*m.Share(m.blocks/2, m.blocks/2))
}

// MIMEBundle shows the summary, and a table by length unless the network is so large
// that nobody would read it.
func (m *Multiplicity) MIMEBundle() map[string]any {
	bundle := map[string]any{"text/plain": m.String()}
	if m == nil || m.blocks > mostDigits {
		return bundle
	}
	view := struct {
		Facts []string
		Rows  []multiplicityRow
	}{strings.Split(m.String(), "\n"), m.rows()}
	var b strings.Builder
	if err := multiplicityTable.Execute(&b, view); err != nil {
		panic("paths: " + err.Error()) // the template and its data are ours
	}
	bundle["text/html"] = b.String()
	return bundle
}

// multiplicityRow is a line of the table: the bar is what is left, in percent.
type multiplicityRow struct {
	Length           int
	All, Left, Share string
	Width            float64
}

func (m *Multiplicity) rows() []multiplicityRow {
	var rows []multiplicityRow
	for k := range m.blocks + 1 {
		share := m.Share(k, k)
		rows = append(rows, multiplicityRow{
			Length: k, All: grouped(m.before().Count(k)), Left: grouped(m.Left(k)),
			Share: fmt.Sprintf("%.3g %%", 100*share), Width: 100 * share,
		})
	}
	return rows
}

var multiplicityTable = template.Must(template.New("multiplicity").Parse(`<div>{{range .Facts}}{{.}}<br>{{end}}</div>
<table>
<thead><tr><th>length</th><th>paths</th><th>left</th><th>share left</th><th></th></tr></thead>
<tbody>
{{range .Rows}}<tr><td>{{.Length}}</td><td>{{.All}}</td><td>{{.Left}}</td><td>{{.Share}}</td><td style="min-width:16em;text-align:left"><span style="display:inline-block;height:0.8em;width:{{printf "%.1f" .Width}}%;background:#0072b2"></span></td></tr>
{{end}}</tbody>
</table>
`))
