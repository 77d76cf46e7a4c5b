package check

import "testing"

func TestSmoke(t *testing.T) {
	n := newNotebook(t)
	n.ok("x := 1\nfunc f() int { return x }\nf()")
	n.ok("x := 2; fmt.Println(x, f())")
	n.ok("type T struct{ A int }\nfunc (t T) M() int { return t.A }\nt := T{1}; t.M()")
	n.ok("type T struct{ A, B int }\nu := T{1, 2}; u.M(); t.A")
	_, errs := n.run("t = T{1,2}")
	for _, e := range errs {
		t.Log(e)
	}
	c := n.ok(`x := "a"`)
	t.Log(c.Notices, len(c.Segments))
}
