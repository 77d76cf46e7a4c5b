package paths

import (
	"fmt"
	"math"
	"strings"
)

// Summary says in a few sentences what the paths add up to.
func (e *Enumeration) Summary() string {
	if e == nil {
		return "no paths"
	}
	followed := 0
	for _, l := range e.Logs {
		if !math.IsNaN(l) {
			followed++
		}
	}
	s := fmt.Sprintf("%s: gradients along %d of %d paths", e.Network, followed, len(e.Logs))
	if followed < len(e.Logs) {
		return s
	}
	return fmt.Sprintf("%s; their sum differs from the gradient by %.2g of its norm\nthe norm of the sum, %s, is %.3g of the sum of the norms",
		s, e.Difference, power(e.Sum), e.Coherence())
}

// String is the summary and a table with one row per length.
func (e *Enumeration) String() string {
	if e == nil {
		return e.Summary()
	}
	return e.Summary() + "\n" + e.Gradients().String()
}

// MIMEBundle shows the outcome as text and as an HTML table with a bar per length.
func (e *Enumeration) MIMEBundle() map[string]any {
	bundle := map[string]any{"text/plain": e.String()}
	if table, ok := e.Gradients().MIMEBundle()["text/html"]; ok {
		bundle["text/html"] = fmt.Sprintf("<div>%s</div>\n%s", strings.ReplaceAll(e.Summary(), "\n", "<br>"), table)
	}
	return bundle
}
