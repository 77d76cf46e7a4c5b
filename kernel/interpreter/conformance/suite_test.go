package conformance

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	// limit is what a program may take.
	limit = 20 * time.Second * slowness

	// listedLimit is what a program may take that is known to fail. Many of
	// these hang, and waiting for them would take most of the time.
	listedLimit = 4 * time.Second * slowness
)

// program is one of a suite.
type program struct {
	name  string // folder/file or file/case
	job   job
	check func(outcome) (observed string) // "" if it passes
}

// suite is a body of programs with the list of those that fail.
type suite struct {
	list     string
	programs []program
}

// run runs all programs, or those asked for, and compares with the list.
func (s suite) run(t *testing.T) {
	t.Helper()
	known := readList(t, s.list)
	chosen := s.chosen(t)
	jobs := make([]job, len(chosen))
	for i, p := range chosen {
		jobs[i] = p.job
		jobs[i].Name, jobs[i].Bare, jobs[i].Limit = p.name, *bare, limit
		if listed, _ := known.knows(p.name); listed && !*update && *programs == "" {
			jobs[i].Limit = listedLimit
		}
	}
	sums := summary{}
	for i, o := range runAll(t, jobs) {
		p := chosen[i]
		observed := scrub(p.check(o))
		sums.add(path.Dir(p.name), observed == "")
		if *programs != "" {
			tell(t, p, o, observed)
		}
		switch listed, mayPass := known.knows(p.name); {
		case *bare:
		case *update:
			known.note(p.name, observed)
		case observed != "" && !listed:
			t.Errorf("%s fails: %s", p.name, observed)
		case observed == "" && !mayPass:
			t.Errorf("%s passes, but is listed in %s; take it off (-update does)", p.name, s.list)
		}
	}
	t.Logf("\n%s", sums)
	if *update && !*bare {
		if stride == 1 {
			known.prune(s.names())
		}
		if err := known.write(); err != nil {
			t.Fatal(err)
		}
	}
}

// chosen returns the programs that the flags ask for.
func (s suite) chosen(t *testing.T) (chosen []program) {
	t.Helper()
	for _, p := range s.programs {
		ok, err := path.Match(*programs, p.name)
		if err != nil {
			t.Fatal(err)
		}
		if ok || *programs == "" {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

func (s suite) names() map[string]bool {
	names := map[string]bool{}
	for _, p := range s.programs {
		names[p.name] = true
	}
	return names
}

// tell writes all about one program.
func tell(t *testing.T, p program, o outcome, observed string) {
	t.Helper()
	if observed == "" {
		t.Logf("%s passes", p.name)
		return
	}
	t.Logf("%s\n%s%s", p.name, strings.Join(p.job.Cells, "\n%%\n"), indented("says", o.Text)+indented("failure", o.Failure))
}

func indented(title, text string) string {
	if text == "" {
		return ""
	}
	return "\n" + title + ":\n\t" + strings.ReplaceAll(text, "\n", "\n\t")
}

// changing matches what differs between two runs of the same program.
var changing = regexp.MustCompile(`0x[0-9a-f]{3,}|\b\d+(\.\d+)?(ms|µs|s)\b`)

// scrub keeps the lists from changing without need: a line each, without
// addresses and durations.
func scrub(observed string) string {
	observed = changing.ReplaceAllString(strings.Join(strings.Fields(observed), " "), "…")
	if r := []rune(observed); len(r) > 240 {
		observed = string(r[:240]) + "…"
	}
	return observed
}

// summary counts programs by folder.
type summary map[string]*count

type count struct{ passed, all int }

func (s summary) add(folder string, passed bool) {
	for _, key := range []string{folder, "all"} {
		if s[key] == nil {
			s[key] = &count{}
		}
		s[key].all++
		if passed {
			s[key].passed++
		}
	}
}

func (s summary) String() string {
	var b strings.Builder
	for _, folder := range slices.Sorted(maps.Keys(s)) {
		if folder != "all" {
			fmt.Fprintf(&b, "%-24s %4d of %4d pass\n", folder, s[folder].passed, s[folder].all)
		}
	}
	if all := s["all"]; all != nil {
		fmt.Fprintf(&b, "%-24s %4d of %4d pass\n", "all", all.passed, all.all)
	}
	return b.String()
}
