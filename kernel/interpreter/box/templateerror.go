package box

import (
	"errors"
	"fmt"
	"strings"
	"text/template"
)

// templateError is an error of a function of this package that stands for a
// construct of templates.
type templateError struct {
	text  string
	cause error
}

// Error says what the construct would.
func (e *templateError) Error() string { return e.text }

// Unwrap returns what a method of the user's returned.
func (e *templateError) Unwrap() error { return e.cause }

func failed(format string, args ...any) error {
	return &templateError{text: fmt.Sprintf(format, args...)}
}

// called is the error of a function or method of the user's.
func called(name string, err error) error {
	return &templateError{fmt.Sprintf("error calling %s: %v", name, err), err}
}

// told returns an error of a rewritten template as one of the template itself.
func (r *templateRewriter) told(err error) error {
	var e template.ExecError
	if !errors.As(err, &e) {
		return err
	}
	text := r.where(e.Error())
	var ours *templateError
	if errors.As(err, &ours) {
		text = strings.TrimSuffix(text, ours.text)
		if i := strings.LastIndex(text, ": error calling "); i >= 0 {
			text = text[:i+2]
		}
		return template.ExecError{Name: e.Name, Err: &templateError{text + ours.text, ours.cause}}
	}
	if before, ok := strings.CutSuffix(text, "; got "+r.given.carrier); ok && r.given.carrier != "" {
		text = before + "; got " + r.given.name
	}
	for name, how := range predefined {
		if how == replaced {
			text = strings.Replace(text, "error calling "+name+"__: ", "error calling "+name+": ", 1)
			text = strings.Replace(text, "number of args for "+name+"__: ", "number of args for "+name+": ", 1)
		}
	}
	return template.ExecError{Name: e.Name, Err: &templateError{text, errors.Unwrap(e.Err)}}
}

// where puts the node as its author wrote it in the place of the one that is
// executed, in the text of an error.
func (r *templateRewriter) where(text string) string {
	for i := len(r.written) - 1; i >= 0; i-- {
		w := r.written[i]
		location, context := w.tree.ErrorContext(w.now)
		before, after, ok := strings.Cut(text, " at <"+context+">: ")
		if ok && strings.HasPrefix(before, "template: "+location+": ") {
			return before + " at <" + w.was.String() + ">: " + after
		}
	}
	return text
}
