package conformance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestWorkersAreReplaced: a program that kills its worker, or does not end,
// costs itself alone.
func TestWorkersAreReplaced(t *testing.T) {
	program := func(body string) []string {
		return []string{"package main\nimport (\"fmt\"; \"os\")\nfunc main() { " + body + "; fmt.Println(\"end\"); os.Exit(0) }"}
	}
	jobs := []job{
		{Name: "dies", Bare: true, Cells: program("os.Exit(7)")},
		{Name: "hangs", Cells: program("fmt.Println(1); for { }")},
		{Name: "ends", Cells: program("fmt.Println(2)")},
		{Name: "fails", Cells: program("panic(3)")},
		{Name: "goes on", Notebook: true, Cells: []string{"panic(4)", "5"}},
	}
	for i := range jobs {
		jobs[i].Limit = 20 * time.Second * slowness
	}
	jobs[1].Limit = 200 * time.Millisecond
	got := runAll(t, jobs)
	for i, want := range []struct{ failure, text string }{
		{"dies", ""},
		{"hangs", "1\n"},
		{"", "2\nend\n"},
		{"fails", "panic: 3\nexit status 2\n"},
		{"", "5\n"},
	} {
		failure, _, _ := strings.Cut(got[i].Failure, ":")
		if failure != want.failure || !strings.HasSuffix(got[i].Text, want.text) {
			t.Errorf("%s: got %+v, want %+v", jobs[i].Name, got[i], want)
		}
	}
}

// TestListIsKept: -update takes what was observed, keeps what people wrote,
// and leaves alone what may pass and may fail.
func TestListIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.txt")
	const before = "# about\na: hangs\n\tbecause\nb: fails: x: y\nc: sometimes hangs\nd: gone\n"
	if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	l := readList(t, path)
	for name, want := range map[string][2]bool{"a": {true, false}, "c": {true, true}, "z": {false, true}} {
		if listed, mayPass := l.knows(name); listed != want[0] || mayPass != want[1] {
			t.Errorf("%s: listed %v, may pass %v, want %v", name, listed, mayPass, want)
		}
	}
	l.note("a", "prints 1")
	l.note("b", "")
	l.note("c", "")
	l.note("e", "dies")
	l.prune(map[string]bool{"a": true, "b": true, "c": true, "e": true})
	if err := l.write(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const want = "# about\na: prints 1\n\tbecause\nc: sometimes hangs\ne: dies\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestGoSource(t *testing.T) {
	c := &testCase{name: "c", cells: []string{
		"import \"fmt\"\nvar a = 1; x := a\nfor i := 0; i < 3; i++ { x += i }",
		"import \"fmt\"\nfunc f() {}\nvar b = 2\nif y := x; y > 0 { f() }\nfunc() { x++ }()\nfmt.Println(x, b)",
	}}
	const want = `package p

import "fmt"

var a = 1
func f() {}

func Run() {
x := a
for i := 0; i < 3; i++ { x += i }
var b = 2
if y := x; y > 0 { f() }
func() { x++ }()
fmt.Println(x, b)
}
`
	got, whole, err := goSource(c, "p")
	if err != nil || whole {
		t.Fatal(whole, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, _, err := goSource(&testCase{cells: []string{"x := (1"}}, "p"); err == nil {
		t.Error("half a statement: got no error")
	}
}

func TestLastWords(t *testing.T) {
	for said, want := range map[string]string{
		"a\npanic: b\n\ngoroutine 1 [running]:\nmain.main()\n\tx.go:1\nexit status 2\n":                                         "a\npanic: b",
		"panic: b\n[signal SIGSEGV: x]\n\ngoroutine 1 [running]:\nmain.main()\n":                                                "panic: b",
		"fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive (nil chan)]:\nmain.main()\n\tx.go:1\n": "fatal error: all goroutines are asleep - deadlock!",
		"goroutine 1 is a word\n": "goroutine 1 is a word",
	} {
		if got := lastWordsOnly(said); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}
}

func TestToRun(t *testing.T) {
	for code, want := range map[string]bool{
		"// run\n\npackage main\n":                       true,
		"//go:build gc && go1.20\n\n// run\n":            true,
		"//go:build !gc\n\n// run\n":                     false,
		"// run -race\n":                                 false,
		"// runoutput\n":                                 false,
		"// Copyright\n\n// run\n":                       false,
		"package main // run\n":                          false,
		"\n\n// run\n":                                   true,
		"//go:build ignore\n// run\npackage main\n":      false,
		"// errorcheck\n\n// run\n\npackage main\n":      false,
		"// compile\n":                                   false,
		"":                                               false,
		"//go:build " + "linux || !linux" + "\n// run\n": true,
	} {
		if got := toRun(code); got != want {
			t.Errorf("%q: got %v, want %v", code, got, want)
		}
	}
}
