package magic

import (
	"errors"
	"fmt"
	"time"

	"github.com/unravel-go/unravel/display"
)

func timeSpec() spec {
	return spec{
		name: "time", line: true, cell: true, usage: "STATEMENT", help: "runs Go once and says how long it took",
		more: "The statement runs as if it stood there alone: what it declares stays, and its value is shown. " +
			"Behind %%time nothing stands; the lines below it are what is timed. What the interpreter needs to " +
			"understand the code counts, some tens of microseconds.",
		golang:  wholeText,
		prepare: prepareTime,
	}
}

// wholeText is all that a magic is given: its arguments, or the lines below.
func wholeText(c *call) [2]int {
	if c.kind == cellMagic {
		return [2]int{c.body, len(c.code)}
	}
	return [2]int{c.args, c.hi}
}

func prepareTime(m *Magic, c *call) (action, error) {
	switch behind := c.text(); {
	case c.kind == lineMagic && behind == "":
		return nil, errors.New("got no statement")
	case c.kind == cellMagic && behind != "":
		return nil, fmt.Errorf("got %q behind it, want the statements below it", behind)
	}
	body, err := m.plan(blanked(c.code, [][2]int{wholeText(c)}))
	if err != nil {
		return nil, err.err
	}
	return timed(body.run), nil
}

// timed says how long an action took, unless it fails.
func timed(do action) action {
	return func(j *job) (display.Bundle, error) {
		user, system := cpuTime()
		start := time.Now()
		b, err := do(j)
		wall := time.Since(start)
		if err != nil {
			return nil, err
		}
		userNow, systemNow := cpuTime()
		if user, system := userNow-user, systemNow-system; userNow+systemNow > 0 {
			j.print(fmt.Sprintf("CPU times: user %s, sys: %s, total: %s\n", duration(user), duration(system), duration(user+system)))
		}
		j.print(fmt.Sprintf("Wall time: %s\n", duration(wall)))
		return b, nil
	}
}

// duration writes a time with three digits, as people say it: 1.23 ms.
func duration(d time.Duration) string { return span(d.Seconds()) }

// span writes a time in seconds.
func span(seconds float64) string {
	if seconds >= 60 {
		d := time.Duration(seconds * float64(time.Second)).Round(time.Second)
		text := fmt.Sprintf("%dmin %ds", int(d.Minutes())%60, int(d.Seconds())%60)
		if h := int(d.Hours()); h > 0 {
			text = fmt.Sprintf("%dh %s", h, text)
		}
		return text
	}
	for _, u := range []struct {
		name string
		size float64
	}{{"s", 1}, {"ms", 1e-3}, {"µs", 1e-6}} {
		if seconds >= u.size {
			return digits(seconds/u.size) + " " + u.name
		}
	}
	return digits(seconds/1e-9) + " ns"
}

// digits writes a number below 1000 with three digits.
func digits(x float64) string {
	if x >= 100 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}
