package magic

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/unravel-go/unravel/display"
)

func timeitSpec() spec {
	return spec{
		name: "timeit", line: true, cell: true, usage: "[-n N] [-r R] STATEMENT",
		help: "runs Go many times and says how long it takes on average",
		more: "R runs (7) of N loops each are timed; without -n, N is as large as makes a run last 0.2 s. " +
			"The statement runs once before, and what it declares does not stay. The loop is interpreted code " +
			"too, and its own turns count, some tens of nanoseconds each. Behind %%timeit stand no statements; " +
			"the lines below it are what is timed.",
		golang:  repeated,
		prepare: prepareTimeit,
	}
}

// repeated is what %timeit runs.
func repeated(c *call) [2]int {
	if c.kind == cellMagic {
		return wholeText(c)
	}
	_, at, _ := c.loops()
	return [2]int{at, c.hi}
}

// loops is how often a statement is to run.
type loops struct {
	n int // in a run; 0: until a run lasts long enough
	r int // runs
}

const (
	usualRuns = 7
	maxRuns   = 1000
	longRun   = 200 * time.Millisecond
)

// loopFlag is -n N or -r R.
var loopFlag = regexp.MustCompile(`^[ \t]*-([nr])[ \t]*(\d+)(?:[ \t\r]+|$)`)

// loops reads the flags of a call, and returns where they end.
func (c *call) loops() (l loops, at int, err error) {
	l.r, at = usualRuns, c.args
	for {
		m := loopFlag.FindStringSubmatch(c.code[at:c.argsEnd()])
		if m == nil {
			return l, at, nil
		}
		n, err := strconv.Atoi(m[2])
		if err != nil || n < 1 || m[1] == "r" && n > maxRuns {
			return l, at, fmt.Errorf("got -%s %s, want a number from 1, and not more than %d runs", m[1], m[2], maxRuns)
		}
		if m[1] == "n" {
			l.n = n
		} else {
			l.r = n
		}
		at += len(m[0])
	}
}

func prepareTimeit(m *Magic, c *call) (action, error) {
	l, at, err := c.loops()
	if err != nil {
		return nil, err
	}
	if behind := strings.TrimSpace(c.code[at:c.argsEnd()]); c.kind == cellMagic && behind != "" {
		return nil, fmt.Errorf("got %q behind it, want the statements below it", behind)
	}
	stretch := repeated(c)
	body, wrong := m.plan(blanked(c.code, [][2]int{stretch}))
	switch {
	case wrong != nil:
		return nil, wrong.err
	case len(body.steps) == 0:
		return nil, errors.New("got no statement")
	case !body.plain():
		return nil, errors.New("got a magic or a command, want nothing but Go")
	}
	return func(j *job) (display.Bundle, error) { return nil, j.timeit(c.code, stretch[0], stretch[1], l) }, nil
}

// timeit times a stretch of a cell. It runs once by itself, where it stands:
// what is wrong with it comes out there.
func (j *job) timeit(code string, lo, hi int, l loops) error {
	once, _ := framed(code, lo, hi, "{")
	if _, err := j.eval(once + "\n}"); err != nil {
		return err
	}
	head, tail := stopwatch(l)
	program, shift := framed(code, lo, hi, head)
	b, err := j.eval(program + tail)
	if err != nil {
		return shifted(err, shift)
	}
	times, err := numbers(fmt.Sprint(b["text/plain"]))
	if err != nil {
		return err
	}
	j.print(verdict(times[0], times[1:]))
	return nil
}

// framed returns a stretch of a cell with code in front of it: where it does
// not move what stands there, if there is such a place. Else the first line is
// shifted to the right.
func framed(code string, lo, hi int, head string) (text string, shift int) {
	text = excerpt(code, lo, hi)
	line := strings.Count(code[:lo], "\n")
	switch {
	case line > 0:
		return text[:line-1] + head + text[line-1:], 0
	case len(head) <= lo:
		return head + text[len(head):], 0
	}
	return head + code[lo:hi], len(head) - lo
}

// stopwatch returns what stands around the statements in a program that times
// them and ends in a list: the loops of a run, and the nanoseconds of each run.
// The names that the statements see are such as nobody has.
func stopwatch(l loops) (head, tail string) {
	return "func(run func(int) int64) (list []int64) { " +
			"pick := func() int { for k := 1; ; k *= 10 { for _, m := range []int{1, 2, 5} { " +
			fmt.Sprintf("if n := k * m; run(n) >= %d || n >= 1000000000 { return n } } } }; ", longRun) +
			fmt.Sprintf("n := %d; if n == 0 { n = pick() }; list = []int64{int64(n)}; ", l.n) +
			fmt.Sprintf("for range %d { list = append(list, run(n)) }; return list }", l.r) +
			"(func(loops__ int) int64 { start__ := time.Now(); for range loops__ {",
		"\n}; return int64(time.Since(start__)) })"
}

// numbers reads what Go prints of a []int64.
func numbers(text string) (list []int64, err error) {
	for f := range strings.FieldsSeq(strings.Trim(text, "[]")) {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%%timeit: the loop said %q, want numbers", text)
		}
		list = append(list, n)
	}
	if len(list) < 2 {
		return nil, fmt.Errorf("%%timeit: the loop said %q, want numbers", text)
	}
	return list, nil
}

// verdict says how long a loop took: n loops in each of the runs.
func verdict(n int64, runs []int64) string {
	sum, best := 0.0, math.Inf(1)
	for _, t := range runs {
		sum += float64(t)
		best = min(best, float64(t))
	}
	mean := sum / float64(len(runs))
	squares := 0.0
	for _, t := range runs {
		squares += (float64(t) - mean) * (float64(t) - mean)
	}
	perLoop := func(t float64) string { return span(t / float64(n) / 1e9) }
	return fmt.Sprintf("%s ± %s per loop (mean ± std. dev. of %s, %s each; best %s)\n",
		perLoop(mean), perLoop(math.Sqrt(squares/float64(len(runs)))),
		count(int64(len(runs)), "run"), count(n, "loop"), perLoop(best))
}

// count writes a number of things, in groups of three digits.
func count(n int64, what string) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n != 1 {
		what += "s"
	}
	return digits + " " + what
}
