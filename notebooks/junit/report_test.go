package junit

import (
	"encoding/xml"
	"flag"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden file")

var verdicts = Report{Name: "unravel run", Suites: []Suite{
	{
		Name: "a.ipynb", Start: time.Date(2016, 5, 20, 12, 0, 0, 0, time.UTC), Elapsed: 1500 * time.Millisecond,
		Cases: []Case{
			{Class: "a", Name: `cell 1: x := "<&>"`, Elapsed: time.Second},
			{Class: "a", Name: "cell 2: x", Verdict: Failed, Message: "differs", Text: "-1\n+2"},
			{Class: "a", Name: "cell 3: boom()", Verdict: Errored, Message: "panic: boom", Text: "\x1b[31mpanic\x1b[0m: boom"},
			{Class: "a", Name: "cell 4: x", Verdict: Skipped, Message: "not run"},
		},
	},
	{Name: "b.ipynb"},
}}

func TestBytes(t *testing.T) {
	raw, err := verdicts.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/verdicts.xml"
	if *update {
		if err := os.WriteFile(golden, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(raw)); diff != "" {
		t.Errorf("report (- want, + got):\n%s", diff)
	}
	checkSchema(t, raw)
}

// TestAnyReportIsValid: whatever cells print, the file is XML and keeps to what
// readers take.
func TestAnyReportIsValid(t *testing.T) {
	text := rapid.String()
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) Case {
			return Case{
				Class: text.Draw(t, "class"), Name: text.Draw(t, "name"),
				Elapsed: time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "elapsed")),
				Verdict: Verdict(rapid.IntRange(0, 3).Draw(t, "verdict")),
				Message: text.Draw(t, "message"), Text: text.Draw(t, "text") + "\x00\xff\ufffe",
			}
		})
		suite := rapid.Custom(func(t *rapid.T) Suite {
			return Suite{Name: text.Draw(t, "suite"), Cases: rapid.SliceOfN(one, 0, 4).Draw(t, "cases")}
		})
		raw, err := Report{Suites: rapid.SliceOfN(suite, 0, 3).Draw(t, "suites")}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		checkSchema(t, raw)
	})
}

// schema has, for each element, the one it stands in, its required attributes
// and those besides.
var schema = map[string]struct {
	parent             string
	required, optional []string
}{
	"testsuites": {"", []string{"name", "tests", "failures", "errors", "skipped", "time"}, nil},
	"testsuite":  {"testsuites", []string{"name", "tests", "failures", "errors", "skipped", "time"}, []string{"timestamp"}},
	"testcase":   {"testsuite", []string{"classname", "name", "time"}, nil},
	"failure":    {"testcase", nil, []string{"message"}},
	"error":      {"testcase", nil, []string{"message"}},
	"skipped":    {"testcase", nil, []string{"message"}},
}

// tester is what of a test and of a property checkSchema needs.
type tester interface {
	Helper()
	Errorf(string, ...any)
}

// node is any element.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
}

// checkSchema holds a file to the schema, and its counts to its elements.
func checkSchema(t tester, raw []byte) {
	t.Helper()
	var root node
	if err := xml.Unmarshal(raw, &root); err != nil {
		t.Errorf("%v in %q", err, raw)
		return
	}
	root.check(t, "")
}

// check checks an element and those in it, and returns how many there are of
// each name.
func (n node) check(t tester, parent string) map[string]int {
	t.Helper()
	name := n.XMLName.Local
	rule, known := schema[name]
	if !known || rule.parent != parent {
		t.Errorf("%s stands in %q, want %q", name, parent, rule.parent)
	}
	below := map[string]int{name: 1}
	for _, child := range n.Children {
		for kind, count := range child.check(t, name) {
			below[kind] += count
		}
	}
	counted := map[string]string{"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
	var has []string
	for _, a := range n.Attrs {
		has = append(has, a.Name.Local)
		if kind, ok := counted[a.Name.Local]; ok && a.Value != strconv.Itoa(below[kind]) {
			t.Errorf("%s: %s is %s, want %d", name, a.Name.Local, a.Value, below[kind])
		}
	}
	for _, r := range rule.required {
		if !slices.Contains(has, r) {
			t.Errorf("%s has no %s", name, r)
		}
	}
	if len(has) > len(rule.required)+len(rule.optional) {
		t.Errorf("%s has the attributes %v", name, has)
	}
	return below
}
