package magic

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shape writes the parts of a cell, a line each.
func shape(m *Magic, code string) string {
	var b strings.Builder
	for _, p := range split(code, m.isGo) {
		text := code[p.lo:p.hi]
		switch p.kind {
		case goCode:
			fmt.Fprintf(&b, "go %q\n", text)
		case question:
			fmt.Fprintf(&b, "question %d %q\n", p.detail, p.name)
		case shellLine:
			fmt.Fprintf(&b, "shell %q\n", code[p.args:p.hi])
		case lineMagic:
			fmt.Fprintf(&b, "line %s %q\n", p.name, code[p.args:p.hi])
		case cellMagic:
			fmt.Fprintf(&b, "cell %s %q %q\n", p.name, code[p.args:lineEnd(code, p.args)], code[p.body:])
		}
	}
	return b.String()
}

// TestSplit states where a cell is no Go. The session knows done, f and a.
func TestSplit(t *testing.T) {
	tests := []struct{ name, code, want string }{
		{"nothing", "", ""},
		{"Go alone", "x := 1\ny := x % 2", "go \"x := 1\\ny := x % 2\"\n"},
		{"a magic alone", "%time f()", "line time \" f()\"\n"},
		{"without arguments", "%pwd", "line pwd \"\"\n"},
		{"indented", " \t%pwd", "line pwd \"\"\n"},
		{"with a carriage return", "%pwd\r\nx", "line pwd \"\\r\"\ngo \"x\"\n"},
		{"between statements", "x := 1\n%pwd\ny := 2\n", "go \"x := 1\"\nline pwd \"\"\ngo \"y := 2\"\n"},
		{"two in a row", "%pwd\n%cd ..\n", "line pwd \"\"\nline cd \" ..\"\n"},
		{"behind a comment", "// say\n%pwd", "go \"// say\"\nline pwd \"\"\n"},
		{"quotes in a magic", "%cd don't\nx", "line cd \" don't\"\ngo \"x\"\n"},
		{"behind a semicolon", "x := 1;\n%pwd", "go \"x := 1;\"\nline pwd \"\"\n"},
		{"in a raw string", "x := `\n%pwd\n!ls\n`", "go \"x := `\\n%pwd\\n!ls\\n`\"\n"},
		{"in a comment", "/*\n%pwd\n!ls\nname?\n*/", "go \"/*\\n%pwd\\n!ls\\nname?\\n*/\"\n"},
		{"behind an operator", "x := 7 +\n%pwd", "go \"x := 7 +\\n%pwd\"\n"},
		{"in brackets", "f(\n%pwd\n)", "go \"f(\\n%pwd\\n)\"\n"},
		{"in a function", "func g() {\n!a\n%pwd\n}", "go \"func g() {\\n!a\\n%pwd\\n}\"\n"},
		{"behind a function", "func g() {\n}\n%pwd", "go \"func g() {\\n}\"\nline pwd \"\"\n"},
		{"a remainder", "% 3", "go \"% 3\"\n"},
		{"a mark alone", "%", "line  \"\"\n"},
		{"a cell magic", "%%bash -x\necho\n%pwd", "cell bash \" -x\" \"echo\\n%pwd\"\n"},
		{"a cell magic below blank lines", "\n\n%%bash\necho", "cell bash \"\" \"echo\"\n"},
		{"a command", "!ls -l", "shell \"ls -l\"\n"},
		{"a command that looks like Go", "!ls", "shell \"ls\"\n"},
		{"a negation", "!done", "go \"!done\"\n"},
		{"a negation of a call", "!f(1,\n2)", "go \"!f(1,\\n2)\"\n"},
		{"a negation in parentheses", "!(a && b)", "go \"!(a && b)\"\n"},
		{"a subshell", "!(cd /tmp && ls)", "shell \"(cd /tmp && ls)\"\n"},
		{"a known name and more", "!done now", "shell \"done now\"\n"},
		{"a negation of what stands above", "ok := true\n!ok", "go \"ok := true\\n!ok\"\n"},
		{"a member of what stands above", "x.git()\n!git", "go \"x.git()\"\nshell \"git\"\n"},
		{"a constant", "!true", "go \"!true\"\n"},
		{"a command that goes on", "!echo a \\\n b\nx", "shell \"echo a \\\\\\n b\"\ngo \"x\"\n"},
		{"a question", "?name", "question 0 \"name\"\n"},
		{"a question for the source", "??name", "question 1 \"name\"\n"},
		{"a question with blanks", "? models.ResNet \n", "question 0 \"models.ResNet\"\n"},
		{"a question behind a name", "models.ResNet?", "question 0 \"models.ResNet\"\n"},
		{"one with two marks", " models.ResNet?? \n", "question 1 \"models.ResNet\"\n"},
		{"a name that is no ASCII", "größe?", "question 0 \"größe\"\n"},
		{"a question about a magic", "%time?", "question 0 \"%time\"\n"},
		{"three marks", "???name", "go \"???name\"\n"},
		{"three marks behind", "name???", "go \"name???\"\n"},
		{"a mark and nothing", "?", "go \"?\"\n"},
		{"a comment that asks", "// why?", "go \"// why?\"\n"},
		{"a statement with such a comment", "x := 1 // why?", "go \"x := 1 // why?\"\n"},
		{"a call that asks", "f(x)?", "go \"f(x)?\"\n"},
		{"a question below Go", "x\ny?", "go \"x\"\nquestion 0 \"y\"\n"},
		{"a question above Go", "?x\ny", "question 0 \"x\"\ngo \"y\"\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := newEcho("done", "f", "a")
			if got := shape(m, tt.code); got != tt.want {
				t.Errorf("%q is\n%swant\n%s", tt.code, got, tt.want)
			}
		})
	}
}

// TestPlain: a cell without magics reaches the interpreter inside byte for
// byte, whatever it holds.
func TestPlain(t *testing.T) {
	line := rapid.SampledFrom([]string{
		"x := 1", "// %pwd", "/* !ls */", "x % 2", "f(", ")", "\t!=", "`", "\"?\"", "", "if !done {", "}", "größe", "\x00", "\xff", "a ? b",
	})
	rapid.Check(t, func(t *rapid.T) {
		code := strings.Join(rapid.SliceOf(line).Draw(t, "lines"), "\n")
		m, inner := newEcho()
		for _, p := range split(code, m.isGo) {
			if p.kind != goCode {
				t.Skip("a magic")
			}
		}
		cell := cellOf(7, code)
		if _, err := m.Eval(t.Context(), cell, newTape()); err != nil {
			t.Fatal(err)
		}
		if len(inner.cells) != 1 || inner.cells[0] != cell {
			t.Errorf("got %+v, want %+v", inner.cells, cell)
		}
	})
}

// TestPieces: what the interpreter inside gets of a cell with magics stands at
// its line and column.
func TestPieces(t *testing.T) {
	code := "a\n\t%time b\nc // d\n%pwd\n\n  %time e"
	m, inner := newEcho()
	if _, err := m.Eval(t.Context(), cellOf(3, code), newTape()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range inner.cells {
		if c.Number != 3 || c.Whole != code {
			t.Errorf("piece %+v, want number 3 and the whole cell", c)
		}
		got = append(got, strings.TrimRight(c.Code, "\n"))
	}
	want := []string{"a", "\n       b", "\n\nc // d", "\n\n\n\n\n        e"}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// FuzzSplit holds, for any text: the parts are in order, do not overlap, leave
// out nothing but blanks, and what is passed on to complete has the length of
// the cell.
func FuzzSplit(f *testing.F) {
	for _, code := range []string{"", "x\n%time y\n!ls \\\n", "%%bash\nx", "?a\nb??", "`\n%x`\n%y?", "!(a\n)", "f(\n%x)\n%z\r\n", "%\n%%\n!\n?"} {
		f.Add(code, 3)
	}
	f.Fuzz(func(t *testing.T, code string, cursor int) {
		m, inner := newEcho("a")
		end := 0
		for _, p := range split(code, m.isGo) {
			if p.lo < end || p.hi < p.lo || p.hi > len(code) {
				t.Fatalf("part %+v behind %d of %q", p, end, code)
			}
			if left := strings.TrimSpace(code[end:p.lo]); left != "" {
				t.Fatalf("%q is left out of %q", left, code)
			}
			end = p.hi
		}
		if left := strings.TrimSpace(code[end:]); left != "" {
			t.Fatalf("%q is left out of %q", left, code)
		}
		m.Complete(code, cursor)
		m.Inspect(code, cursor, 0)
		m.IsComplete(code)
		m.plan(code)
		for _, asked := range inner.asked {
			if len(asked) == len(code) && strings.Count(asked, "\n") != strings.Count(code, "\n") {
				t.Fatalf("asked about %q, which has other lines than %q", asked, code)
			}
		}
		if c := m.Complete(code, cursor); c.Start > c.End || c.Start < 0 || c.End > len(code) {
			t.Fatalf("completion %d to %d of %q", c.Start, c.End, code)
		}
	})
}
