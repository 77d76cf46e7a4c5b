package paths

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Summary is the outcome in one sentence.
func (p *Product) Summary() string {
	if p == nil {
		return "no gradients along paths"
	}
	lo, _ := p.Interval(.95)
	if lo < 0 {
		return fmt.Sprintf("%s: no gradient along any path that was followed", p.Network)
	}
	e := p.Effective(.95)
	s := fmt.Sprintf("%s: %.1f %% of the gradient come by paths of %d to %d of %d blocks, %.1f on average; those are %.3g %% of all paths",
		p.Network, 100*e.Gradient, e.Lo, e.Hi, p.Blocks, p.Mean(), 100*e.Paths)
	if p.Missing > 0 {
		s += fmt.Sprintf(" (%d lengths were not measured)", p.Missing)
	}
	return s
}

// String is the summary and a table of the lengths that at least 0.1 % of the
// gradient comes by.
func (p *Product) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Summary())
	if p == nil {
		return b.String()
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "length\tshare of gradient %")
	for k, share := range p.Shares {
		if share >= .001 {
			fmt.Fprintf(w, "%d\t%.1f\n", k, 100*share)
		}
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the outcome as text.
func (p *Product) MIMEBundle() map[string]any { return map[string]any{"text/plain": p.String()} }
