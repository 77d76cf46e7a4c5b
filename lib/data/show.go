package data

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
)

// mostCounts is the number of classes up to which a summary counts each.
const mostCounts = 1000

// String summarizes the set on one line for each fact.
func (s *Set) String() string {
	if s == nil {
		return "no set: no samples"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d samples of %d×%d×%d", s.Name, s.Len(), s.Shape[0], s.Shape[1], s.Shape[2])
	if s.Regression() {
		fmt.Fprintf(&b, ", %d target value(s) each", s.TargetDim())
	} else {
		fmt.Fprintf(&b, ", %d classes", s.Classes)
		if s.Classes <= mostCounts {
			fmt.Fprintf(&b, "\nin each class: %s", perClass(s.ClassCounts(), s.ClassNames))
		}
	}
	if s.Len() > 0 {
		mean, deviation := s.Moments()
		fmt.Fprintf(&b, "\nvalues: mean %.3f, standard deviation %.3f", mean, deviation)
	}
	return b.String()
}

// mostNamed is the number of classes up to which a summary names each.
const mostNamed = 20

// perClass lists the number of samples of each class, by name if there are names and
// not too many.
func perClass(counts []int, names []string) string {
	if len(names) != len(counts) || len(names) > mostNamed {
		return strings.Trim(fmt.Sprint(counts), "[]")
	}
	parts := make([]string, len(counts))
	for i, n := range counts {
		parts[i] = fmt.Sprintf("%s %d", names[i], n)
	}
	return strings.Join(parts, ", ")
}

// ClassCounts returns the number of samples of each class.
func (s *Set) ClassCounts() []int {
	counts := make([]int, max(0, s.Classes))
	for _, label := range s.Labels {
		if label >= 0 && label < s.Classes {
			counts[label]++
		}
	}
	return counts
}

// MIMEBundle shows a summary and, if the samples are images, some of them: a
// column for each class.
func (s *Set) MIMEBundle() map[string]any {
	if s == nil {
		return bundle("no set", s.String(), s)
	}
	return bundle(s.Name, s.String(), s)
}

// bundle shows facts, which may begin with the name, and sample images if the set has
// some.
func bundle(name, facts string, samples *Set) map[string]any {
	view := struct{ Name, Facts, Picture string }{Name: name, Facts: strings.TrimPrefix(facts, name+": ")}
	if samples.drawable() {
		var picture bytes.Buffer
		if err := samples.writeSamples(&picture); err != nil {
			panic("data: " + err.Error()) // memory does not fail
		}
		view.Picture = base64.StdEncoding.EncodeToString(picture.Bytes())
	}
	var page strings.Builder
	if err := summary.Execute(&page, view); err != nil {
		panic("data: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": facts, "text/html": page.String()}
}

// String summarizes both parts.
func (d *Split) String() string {
	if d == nil {
		return "no split"
	}
	return d.Train.String() + "\n" + d.Test.String()
}

// MIMEBundle shows both parts.
func (d *Split) MIMEBundle() map[string]any {
	if d == nil {
		return map[string]any{"text/plain": d.String()}
	}
	train, test := d.Train.MIMEBundle(), d.Test.MIMEBundle()
	return map[string]any{
		"text/plain": d.String(),
		"text/html":  train["text/html"].(string) + test["text/html"].(string),
	}
}

var summary = template.Must(template.New("set").Funcs(template.FuncMap{
	"png":   func(data string) template.URL { return template.URL("data:image/png;base64," + data) },
	"lines": func(s string) []string { return strings.Split(s, "\n") },
}).Parse(`<div style="margin:0 0 0.8em"><strong>{{.Name}}</strong>{{range lines .Facts}}<br>{{.}}{{end}}
{{with .Picture}}<br><img alt="sample images, a column for each class" style="margin-top:0.5em" src="{{png .}}">
{{end}}</div>
`))
