package interpreter

import (
	"fmt"
	"go/token"
	"reflect"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// outcome returns what the last expression of a cell gave. If it is a call
// that returns an error behind other values, as in
//
//	strconv.Atoi("12")
//
// then nobody has looked at that error: nil is left out, and any other fails
// the cell. What came with it is still shown if it is made to be, such as a
// table of which the error is the verdict.
func (s *Session) outcome(r *run, c *check.Cell) (display.Bundle, error) {
	values := r.result
	last := len(values) - 1
	if last < 1 {
		return s.rendered(values), nil
	}
	switch err := values[last].(type) {
	case nil:
		return s.rendered(values[:last]), nil
	case error:
		for _, v := range values[:last] {
			if b, ok := v.(display.Bundler); ok && !isNil(b) {
				r.out.Display(display.Render(b), nil, "")
			}
		}
		text := panicText(err)
		return nil, s.errorAt(resultPosition(c), "error", "error: "+text, text)
	}
	return s.rendered(values), nil
}

func resultPosition(c *check.Cell) (at token.Position) {
	for _, seg := range c.Segments {
		if seg.Result != nil {
			at = seg.Fset.Position(seg.Result.Pos())
		}
	}
	return at
}

func isNil(v any) bool {
	rv := reflect.ValueOf(v)
	return rv.Kind() == reflect.Pointer && rv.IsNil()
}

// rendered returns the bundle of the last expression's value: several are
// shown as Go shows a tuple.
func (s *Session) rendered(values []any) display.Bundle {
	switch len(values) {
	case 0:
		return nil
	case 1:
		return display.Render(s.revealed(values[0]))
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(display.Render(s.revealed(v))["text/plain"])
	}
	return display.Bundle{"text/plain": "(" + strings.Join(texts, ", ") + ")"}
}
