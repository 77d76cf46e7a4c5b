package junit

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
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

// checkSchema holds a file to the schema, and its counts to its elements.
func checkSchema(t interface {
	Helper()
	Errorf(string, ...any)
}, raw []byte,
) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(raw)))
	var open []string
	var tells [][]int // of each open element: tests, failures, errors, skipped
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%v in %q", err, raw)
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			name := e.Name.Local
			rule, known := schema[name]
			parent := ""
			if len(open) > 0 {
				parent = open[len(open)-1]
			}
			if !known || rule.parent != parent {
				t.Errorf("%s stands in %q, want %q", name, parent, rule.parent)
			}
			var numbers []int
			var names []string
			for _, a := range e.Attr {
				names = append(names, a.Name.Local)
				if n, err := strconv.Atoi(a.Value); err == nil && slices.Contains([]string{"tests", "failures", "errors", "skipped"}, a.Name.Local) {
					numbers = append(numbers, n)
				}
			}
			for _, r := range rule.required {
				if !slices.Contains(names, r) {
					t.Errorf("%s has no %s", name, r)
				}
			}
			if len(names) > len(rule.required)+len(rule.optional) {
				t.Errorf("%s has the attributes %v", name, names)
			}
			kind := slices.Index([]string{"testcase", "failure", "error", "skipped"}, name)
			for i := range tells {
				if kind >= 0 && len(tells[i]) == 4 {
					tells[i][kind]--
				}
			}
			open, tells = append(open, name), append(tells, numbers)
		case xml.EndElement:
			for i, left := range tells[len(tells)-1] {
				if left != 0 {
					t.Errorf("%s: count %d is off by %d", e.Name.Local, i, left)
				}
			}
			open, tells = open[:len(open)-1], tells[:len(tells)-1]
		}
	}
}
