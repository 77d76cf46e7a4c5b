package strand

import (
	"go/token"
	"testing"
)

func TestMarks(t *testing.T) {
	fset := token.NewFileSet()
	file := fset.AddFile("In[1]", -1, 100)
	file.SetLines([]int{0, 40})
	at := func(offset int) token.Pos { return file.Pos(offset) }
	var m Marks
	m.Add(Mark{fset, at(10), at(0), at(90)})
	inner := m.Add(Mark{fset, at(45), at(42), at(60)})
	if p, ok := m.Numbered(inner); !ok || p.Position().String() != "In[1]:2:6" {
		t.Errorf("the inner statement: got %v, %v", p.Position(), ok)
	}
	m.Cut(1)
	if _, ok := m.Numbered(inner); ok || m.Len() != 1 {
		t.Error("a mark that was cut is still known")
	}
	for _, n := range []int{0, -1, 99} {
		if _, ok := m.Numbered(n); ok {
			t.Errorf("number %d is known", n)
		}
	}
	m.Use(new(int))
	m.Set(1)
	if m.Now() != 1 {
		t.Errorf("got %d", m.Now())
	}
	m.Reset()
	if got := MarkText("rt", "at", 7); got != "at = 7" && got != "rt.Mark(7)" {
		t.Errorf("got %q", got)
	}
}
