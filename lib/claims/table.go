package claims

import (
	"errors"
	"fmt"
	"html/template"
	"strings"
	"text/tabwriter"
)

// ErrFailed is wrapped by the error of [Table.Verdict] when a claim fails.
var ErrFailed = errors.New("claims: not every claim holds")

// Table is the list of claims that an experiment ends with.
type Table []Check

// Verdict returns the table and, if a claim fails, an error that wraps
// [ErrFailed] and names every one that does. An empty table is an error too: a
// run that checks nothing has shown nothing.
func (t Table) Verdict() (Table, error) {
	if len(t) == 0 {
		return t, errors.New("claims: Verdict: got no claims, want at least 1")
	}
	var failed []string
	for _, c := range t {
		if !c.Holds {
			failed = append(failed, c.String())
		}
	}
	if len(failed) > 0 {
		return t, fmt.Errorf("%w: %s", ErrFailed, strings.Join(failed, "; "))
	}
	return t, nil
}

// String is the table in plain text.
func (t Table) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "claim\tpaper\tours\tthreshold\tverdict")
	for _, c := range t {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", c.Claim, orDash(c.Paper), c.measured(), c.Threshold, c.Verdict())
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// form is the MIME type under which a program that runs notebooks finds the
// claims: a list of objects with the fields claim, paper, ours, threshold and
// holds.
const form = "application/vnd.unravel.claims+json"

// MIMEBundle shows the table as text and as HTML, and has it for programs.
func (t Table) MIMEBundle() map[string]any {
	var b strings.Builder
	if err := page.Execute(&b, t); err != nil {
		panic("claims: " + err.Error()) // the template and its data are ours
	}
	rows := make([]any, len(t))
	for i, c := range t {
		rows[i] = map[string]any{
			"claim": c.Claim, "paper": c.Paper, "ours": c.measured(), "threshold": c.Threshold, "holds": c.Holds,
		}
	}
	return map[string]any{"text/plain": t.String(), "text/html": b.String(), form: rows}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

var page = template.Must(template.New("claims").Funcs(template.FuncMap{
	"dash":     orDash,
	"measured": Check.measured,
}).Parse(`<table>
<thead><tr><th style="text-align:left">claim</th><th>paper</th><th>ours</th><th>threshold</th><th>verdict</th></tr></thead>
<tbody>
{{range .}}<tr><td style="text-align:left">{{.Claim}}</td><td>{{dash .Paper}}</td><td>{{measured .}}</td><td>{{.Threshold}}</td><td style="color:{{if .Holds}}#1a7f37{{else}}#cf222e{{end}};font-weight:600">{{.Verdict}}</td></tr>
{{end}}</tbody>
</table>
`))
