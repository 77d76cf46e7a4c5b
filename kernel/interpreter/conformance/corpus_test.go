package conformance

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCaseFilesAreTidy: a case file is what its cases say and nothing else, so
// that -update changes expectations alone.
func TestCaseFilesAreTidy(t *testing.T) {
	cases := 0
	for _, f := range readCorpus(t) {
		data, err := os.ReadFile(f.path)
		if err != nil {
			t.Fatal(err)
		}
		cases += len(f.cases)
		if diff := cmp.Diff(string(data), f.format()); diff != "" && !*update {
			t.Errorf("%s is not tidy (-update makes it so)\n%s", f.path, diff)
		}
	}
	if cases < 560 {
		t.Errorf("got %d cases, want at least 560", cases)
	}
}

// TestCorpusIsGo: what a case must print is what the Go toolchain's program
// prints. With -update, it becomes so.
func TestCorpusIsGo(t *testing.T) {
	goEnv(t, "GOROOT") // skips where there is no go command
	files := readCorpus(t)
	printed := runGo(t, files)
	for _, f := range files {
		if f.byHand() {
			continue
		}
		for _, c := range f.cases {
			text, ran := printed[f.folder()+"/"+c.name]
			switch {
			case !ran:
			case *update:
				c.prints = &text
			case c.prints == nil:
				t.Errorf("%s: %s: no text; go test -update asks Go", f.path, c.name)
			case *c.prints != text:
				t.Errorf("%s: %s: not what Go prints: %s", f.path, c.name, difference(*c.prints, text))
			}
		}
	}
	if *update {
		for _, f := range files {
			if err := os.WriteFile(f.path, []byte(f.format()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestCorpus runs all cases in the interpreter.
func TestCorpus(t *testing.T) {
	s := suite{list: "testdata/corpus-failures.txt"}
	for _, f := range readCorpus(t) {
		for _, c := range f.cases {
			if c.prints == nil && c.wants == nil {
				t.Fatalf("%s: %s: nothing to compare with; go test -update asks Go", f.path, c.name)
			}
			s.programs = append(s.programs, program{
				name:  f.folder() + "/" + c.name,
				job:   job{Cells: c.cells, Notebook: f.byHand()},
				check: c.check,
			})
		}
	}
	s.run(t)
}

// TestParseCases states the format.
func TestParseCases(t *testing.T) {
	const text = `# about
## one
x := 1
%%
println(x)
%% prints
1
## two
y
%% want: undefined: y
%% never: panic
`
	one := "1"
	want := []*testCase{
		{name: "one", cells: []string{"x := 1", "println(x)"}, prints: &one},
		{name: "two", cells: []string{"y"}, wants: []string{"undefined: y"}, never: []string{"panic"}},
	}
	byHand, err := parseCases("cells-x.txt", strings.Replace(text, "%% prints\n1\n", "%% want: 1\n", 1))
	if err != nil {
		t.Fatal(err)
	}
	if got := byHand.cases[1]; !cmp.Equal(got, want[1], cmp.AllowUnexported(testCase{})) {
		t.Errorf("got %+v, want %+v", got, want[1])
	}
	mechanical, err := parseCases("x.txt", text[:strings.Index(text, "## two")])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want[:1], mechanical.cases, cmp.AllowUnexported(testCase{})); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"## a/b\nx\n", "## a\nx\n## a\ny\n", "## a\nx\n%% want: 1\n"} {
		if _, err := parseCases("x.txt", bad); err == nil {
			t.Errorf("%q: got no error", bad)
		}
	}
}

// TestCheckFragments: fragments must appear in their order.
func TestCheckFragments(t *testing.T) {
	c := &testCase{wants: []string{"a", "b"}, never: []string{"c"}}
	for text, passes := range map[string]bool{"a\nb\n": true, "b\na": false, "a b c": false, "": false} {
		if got := c.check(outcome{Text: text}); (got == "") != passes {
			t.Errorf("%q: got %s", text, fmt.Sprintf("%q", got))
		}
	}
}
