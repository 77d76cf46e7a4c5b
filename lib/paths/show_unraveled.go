package paths

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// mostTerms is how many paths a table has room for.
const mostTerms = 64

// String is a table with one row per path, and what they add up to.
func (u *Unraveled) String() string {
	if u == nil {
		return "no paths"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d paths; their sum differs from the output by %.2g of its norm\n", len(u.Terms), u.Gap())
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "through\twhat comes by it")
	n := 0
	for 1<<n < len(u.Terms) {
		n++
	}
	for i, term := range u.Terms[:min(len(u.Terms), mostTerms)] {
		fmt.Fprintf(w, "%v\t%.4g\n", numbered(i, n).blocks(), term)
	}
	if len(u.Terms) > mostTerms {
		fmt.Fprintf(w, "…\t%d more\n", len(u.Terms)-mostTerms)
	}
	fmt.Fprintf(w, "sum\t%.4g\noutput\t%.4g\n", u.Sum, u.Output)
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// MIMEBundle shows the table as text.
func (u *Unraveled) MIMEBundle() map[string]any { return map[string]any{"text/plain": u.String()} }
