package kernel_test

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
)

// names gives what differs from run to run a name that does not.
type names struct {
	seen map[string]string // names by what they stand for
}

var (
	id   = regexp.MustCompile(`\b[A-Z2-7]{26}\b`)
	date = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z`)
	// The share of the processor is left out of the first usage_reply.
	processor = regexp.MustCompile(`"host_cpu_percent":[-+.e\d]+,`)
	figure    = regexp.MustCompile(`":[-+.e\d]+`)
	host      = regexp.MustCompile(`"hostname":"[^"]*"`)
)

// unmeasured writes N for the figures of a usage_reply.
func unmeasured(line string) string {
	line = processor.ReplaceAllString(line, "")
	line = figure.ReplaceAllString(line, `":N`)
	return host.ReplaceAllString(line, `"hostname":"HOST"`)
}

func (n *names) is(what, name string) { n.seen[what] = name }

func (n *names) do(text string) string {
	text = date.ReplaceAllString(text, "DATE")
	text = strings.ReplaceAll(text, strings.TrimPrefix(runtime.Version(), "go"), "GO")
	return id.ReplaceAllStringFunc(text, func(found string) string {
		if n.seen[found] == "" {
			n.seen[found] = fmt.Sprintf("ID-%d", len(n.seen))
		}
		return n.seen[found]
	})
}

// undo puts back what a name stands for.
func (n *names) undo(text string) string {
	for what, name := range n.seen {
		text = strings.ReplaceAll(text, name, what)
	}
	return text
}
