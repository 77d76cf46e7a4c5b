package box

import (
	"fmt"
	"testing"
)

type (
	graded struct {
		Title string
		Day   weekday
		inner int
		Seen  int
		shownBase
	}
	shownBase struct{ Base label }
)

// A table has the exported fields as columns, those of embedded structs in
// their place, and keeps what a column's type prints.
func TestRecords(t *testing.T) {
	m := newMirror()
	head, rows, ok := Records(m.of([]graded{{Title: "a", Day: 2, inner: 9, Seen: 3, shownBase: shownBase{"b"}}}))
	if got := fmt.Sprint(head, rows, ok); got != fmt.Sprintf("[Title Day Seen Base] [[a %v 3 b]] true", weekday(2)) {
		t.Errorf("got %s", got)
	}
	if _, isInt := rows[0][2].(int); !isInt {
		t.Errorf("a number is a %T", rows[0][2])
	}
	for _, x := range []any{m.of([]shown{{1, 2}}), m.of(graded{}), m.of([]weekday{1}), []int{1}, nil} {
		if _, _, ok := Records(x); ok {
			t.Errorf("%v is a table", x)
		}
	}
}

func TestElements(t *testing.T) {
	if list, ok := Elements(newMirror().of([]weekday{1, 2})); !ok || fmt.Sprint(list) != fmt.Sprint([]weekday{1, 2}) {
		t.Errorf("got %v %v", list, ok)
	}
	if _, ok := Elements([]int{1}); ok {
		t.Error("a compiled list is one of ours")
	}
}
