package box

import (
	htmltemplate "html/template"
	"io"
	"reflect"
	"runtime"
	"sync"
	"text/template"
	"text/template/parse"
	"weak"
)

// Templates look for methods, which package reflect can give to no type. So a
// template that may meet boxes is not executed as it is, but a copy of it, in
// which functions of this package do what the user's methods and types take
// part in:
//
//	.Name .Add 1       field__ . "Name", field__ . "Add" 1
//	range .Items       range (range__ (field__ . "Items") false)
//	len .Items         len__ (field__ . "Items")
//	f .Items           f (given__ (field__ . "Items")), for a function f of the user's
//	{{.}}              {{shown__ .}}, in package html/template
//
// All else is theirs: variables, control, output, escaping. What is ours passes
// through them as [placed] or [unset].

// templates are the templates of a session that are executed as copies.
type templates struct {
	kinds  sync.Map // reflect.Type -> whether values may hold boxes
	copies sync.Map // weak.Pointer to a htmltemplate.Template -> a copy that never was executed
}

// calls are the methods of templates that take the place of the packages' own.
func (s *templates) calls() map[string]reflect.Value {
	return map[string]reflect.Value{
		"text/template.(*Template).Funcs": reflect.ValueOf(func(t *template.Template, funcs template.FuncMap) *template.Template {
			return t.Funcs(templateFuncs(funcs))
		}),
		"html/template.(*Template).Funcs": reflect.ValueOf(func(t *htmltemplate.Template, funcs htmltemplate.FuncMap) *htmltemplate.Template {
			return t.Funcs(templateFuncs(funcs))
		}),
		"text/template.(*Template).Execute": reflect.ValueOf(s.execute),
		"text/template.(*Template).ExecuteTemplate": reflect.ValueOf(func(t *template.Template, w io.Writer, name string, x any) error {
			if named := t.Lookup(name); named != nil {
				return s.execute(named, w, x)
			}
			return t.ExecuteTemplate(w, name, x)
		}),
		"html/template.(*Template).Execute": reflect.ValueOf(s.executeHTML),
		"html/template.(*Template).ExecuteTemplate": reflect.ValueOf(func(t *htmltemplate.Template, w io.Writer, name string, x any) error {
			if named := t.Lookup(name); named != nil {
				return s.executeHTML(named, w, x)
			}
			return t.ExecuteTemplate(w, name, x)
		}),
	}
}

func (s *templates) execute(t *template.Template, w io.Writer, x any) error {
	if t.Tree == nil || !s.mayHold(x) && !definesText(t)(ownMark) {
		return t.Execute(w, x)
	}
	c, err := t.Clone()
	if err != nil {
		return err
	}
	r := &templateRewriter{own: definesText(c), missing: func() missingKey { return missingIn(t) }}
	c.Funcs(r.functions())
	for _, in := range t.Templates() {
		if in.Tree == nil {
			continue
		}
		if _, err := c.AddParseTree(in.Name(), r.tree(in.Tree)); err != nil {
			return err
		}
	}
	return r.told(c.Lookup(t.Name()).Execute(w, templateData(x)))
}

func (s *templates) executeHTML(t *htmltemplate.Template, w io.Writer, x any) error {
	if t.Tree == nil {
		return t.Execute(w, x)
	}
	pristine, err := s.pristine(t)
	if err != nil {
		return err
	}
	if !s.mayHold(x) && !definesHTML(pristine)(ownMark) {
		return t.Execute(w, x)
	}
	c, err := pristine.Clone()
	if err != nil {
		return err
	}
	r := &templateRewriter{own: definesHTML(pristine), html: true, missing: func() missingKey { return missingInHTML(pristine) }}
	c.Funcs(r.functions())
	for _, in := range pristine.Templates() {
		if in.Tree == nil {
			continue
		}
		if _, err := c.AddParseTree(in.Name(), r.tree(in.Tree)); err != nil {
			return err
		}
	}
	return r.told(c.Lookup(t.Name()).Execute(w, templateData(x)))
}

// pristine returns a copy of a template that was made before it was executed:
// afterwards package html/template makes none.
func (s *templates) pristine(t *htmltemplate.Template) (*htmltemplate.Template, error) {
	if c, ok := s.copies.Load(weak.Make(t)); ok {
		return c.(*htmltemplate.Template), nil
	}
	c, err := t.Clone()
	if err != nil {
		return nil, err
	}
	for _, in := range t.Templates() {
		key := weak.Make(in)
		s.copies.Store(key, c)
		runtime.AddCleanup(in, func(key weak.Pointer[htmltemplate.Template]) { s.copies.Delete(key) }, key)
	}
	return c, nil
}

// mayHold reports whether data may be, or hold, a box.
func (s *templates) mayHold(x any) bool {
	if x == nil {
		return false
	}
	t := reflect.TypeOf(x)
	held, ok := s.kinds.Load(t)
	if !ok {
		held = holdsInterface(t, map[reflect.Type]bool{})
		s.kinds.Store(t, held)
	}
	return held.(bool)
}

func holdsInterface(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Struct:
		if t == boxType || isWrapper(t) {
			return true
		}
		for i := range t.NumField() {
			if holdsInterface(t.Field(i).Type, seen) {
				return true
			}
		}
	case reflect.Map:
		return holdsInterface(t.Key(), seen) || holdsInterface(t.Elem(), seen)
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		return holdsInterface(t.Elem(), seen)
	}
	return false
}

// definesText returns a function that reports whether a template knows a
// function: only its parser tells.
func definesText(t *template.Template) func(name string) bool {
	return func(name string) bool {
		c, err := t.Clone()
		if err == nil {
			_, err = c.New(probe).Parse("{{" + name + "}}")
		}
		return err == nil
	}
}

func definesHTML(t *htmltemplate.Template) func(name string) bool {
	return func(name string) bool {
		c, err := t.Clone()
		if err == nil {
			_, err = c.New(probe).Parse("{{" + name + "}}")
		}
		return err == nil
	}
}

// probe is the name of templates that find something out about others.
const probe = "probe__"

// missingKey is what a template does when a map has no such key, as its Option
// method was told.
type missingKey int

const (
	missingIsNone missingKey = iota
	missingIsZero
	missingFails
)

// missingIn finds out by trying: there is no other way to ask.
func missingIn(t *template.Template) missingKey {
	c, err := t.Clone()
	if err != nil {
		return missingIsNone
	}
	tree, err := parse.Parse(probe, "{{.k}}", "", "", nil)
	if err != nil {
		return missingIsNone
	}
	if c, err = c.AddParseTree(probe, tree[probe]); err != nil {
		return missingIsNone
	}
	return whatIsMissing(c.Execute)
}

func missingInHTML(t *htmltemplate.Template) missingKey {
	c, err := t.Clone()
	if err == nil {
		c, err = c.New(probe).Delims("", "").Parse(`{{.k}}`)
	}
	if err != nil {
		return missingIsNone
	}
	return whatIsMissing(c.Execute)
}

func whatIsMissing(execute func(io.Writer, any) error) missingKey {
	var out countingWriter
	switch err := execute(&out, map[string]string{}); {
	case err != nil:
		return missingFails
	case out == 0:
		return missingIsZero
	}
	return missingIsNone
}

type countingWriter int

// Write counts.
func (n *countingWriter) Write(p []byte) (int, error) {
	*n += countingWriter(len(p))
	return len(p), nil
}
