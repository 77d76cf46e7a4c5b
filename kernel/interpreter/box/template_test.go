package box

import (
	"strings"
	"testing"
	"text/template"
)

type (
	shop struct {
		Name  label
		Items []item
		Best  *item
		Index map[string]item
		Any   any
		Day   weekday
		Point shown
		jsonBase
	}
	item  struct{ Title string }
	shown struct{ X, Y int }
)

func (s shown) String() string { return "shown" }

// TestTemplate compares what templates make of real values and of boxes.
func TestTemplate(t *testing.T) {
	const text = `{{.Name}} {{len .Items}} {{range $i, $x := .Items}}{{$i}}={{.Title}} {{end}}{{with .Best}}{{.Title}}{{end}} {{(index .Index "a").Title}} ` +
		`{{.Any.X}} {{.Day}} {{printf "%d %v" .Day .Name}} {{.Point}} {{.Point.X}} {{.ID}} {{if .Name}}yes{{end}}{{if eq .Name "n"}}eq{{end}}`
	x := shop{"n", []item{{"a"}, {"b"}}, &item{"best"}, map[string]item{"a": {"i"}}, point{3, 4}, 2, shown{5, 6}, jsonBase{ID: 9}}
	tmpl := template.Must(template.New("t").Parse(text))
	for name, x := range map[string]any{"value": x, "pointer": &x} {
		t.Run(name, func(t *testing.T) {
			var want, got strings.Builder
			wantErr := tmpl.Execute(&want, x)
			err := new(templates).execute(tmpl, &got, newMirror().of(x))
			if got.String() != want.String() || err != nil || wantErr != nil {
				t.Errorf("got  %s %v\nwant %s %v", got.String(), err, want.String(), wantErr)
			}
		})
	}
	var got strings.Builder
	nested := template.Must(template.New("t").Parse(`{{range .list}}{{.Title}} {{end}}{{.one.Title}}`))
	m := newMirror()
	data := m.of(map[string]any{"list": []any{item{"a"}, item{"b"}}, "one": item{"c"}})
	if err := new(templates).execute(nested, &got, data); err != nil || got.String() != "a b c" {
		t.Errorf("in maps: got %s %v, want a b c", got.String(), err)
	}
}

func TestTemplateOfDataThatHoldsItself(t *testing.T) {
	loop := &jsonTree{Value: 1}
	loop.Up = &jsonTree{Value: 2, Up: loop, Kids: []*jsonTree{loop, {Value: 3, Up: loop}}}
	tmpl := template.Must(template.New("t").Parse(`{{.Value}} {{.Up.Value}} {{.Up.Up.Value}} {{.Up.Up.Up.Up.Up.Value}} {{range .Up.Kids}}{{.Value}}{{.Up.Value}} {{end}}`))
	var want, got strings.Builder
	if err := tmpl.Execute(&want, loop); err != nil {
		t.Fatal(err)
	}
	if err := new(templates).execute(tmpl, &got, newMirror().of(loop)); err != nil || got.String() != want.String() {
		t.Errorf("got %s %v, want %s", got.String(), err, want.String())
	}
}
