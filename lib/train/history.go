package train

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/unravel-go/unravel/lib/models"
)

// History is what a training run measured, epoch by epoch.
type History struct {
	Network string
	Epochs  []Epoch // the last one may be cut short: see Epoch.Samples
	Samples int     // in the training set; 0 if unknown
	Steps   int
	MACs    float64       // multiply-accumulates of the whole run, forward and backward, without branches that took no part
	Time    time.Duration // wall-clock time of the whole run
}

// Epoch is one pass over the training set, or the part of it that was done when
// the run ended.
type Epoch struct {
	Loss    float64 // mean training loss
	Error   float64 // training top-1 error in percent; NaN for regression
	Rate    float64 // learning rate of the last step
	Samples int     // that were trained on; fewer than the set has if the pass was cut short

	// GradientNorm is the mean, over the samples that were trained on, of the norm of
	// their batch's gradient by all parameters together, without weight decay. 0 if it
	// was not measured: see [Options.GradientNorms].
	GradientNorm float64

	// Validation is on the set of [Options.Validate] at the epoch's end, nil
	// without one and for a pass that was cut short.
	Validation *models.Evaluation
}

// Speed is the run's multiply-accumulates per second. The backward pass counts
// twice the forward pass, by convention.
func (h *History) Speed() float64 {
	if h == nil || h.Time <= 0 {
		return 0
	}
	return h.MACs / h.Time.Seconds()
}

// Last returns the last epoch, whole or not. Before the first its figures are
// NaN.
func (h *History) Last() Epoch {
	if h == nil || len(h.Epochs) == 0 {
		return Epoch{Loss: math.NaN(), Error: math.NaN(), Rate: math.NaN()}
	}
	return h.Epochs[len(h.Epochs)-1]
}

// Summary is the run in one sentence. It states no times, so that it is the same
// on every machine.
func (h *History) Summary() string {
	if h == nil {
		return "no history"
	}
	last := h.Last()
	if len(h.Epochs) == 0 {
		return fmt.Sprintf("%s: no step was finished", h.Network)
	}
	s := fmt.Sprintf("%s: %s, %s, loss %.4g", h.Network, h.passes(), count(h.Steps, "step"), last.Loss)
	if !math.IsNaN(last.Error) {
		s += fmt.Sprintf(", training error %.2f %%", last.Error)
	}
	if v := last.Validation; v != nil {
		s += ", validation " + v.String()
	}
	return s
}

// passes counts the epochs in words.
func (h *History) passes() string {
	n := len(h.Epochs)
	if last := h.Last(); last.Samples < h.Samples {
		return fmt.Sprintf("%s and %d of %d samples", count(n-1, "epoch"), last.Samples, h.Samples)
	}
	return count(n, "epoch")
}

// count is a number of things in words, such as "1 epoch" and "2 epochs".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// String is a table with one row per epoch.
func (h *History) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, h.Summary())
	if h == nil {
		return b.String()
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range h.rows() {
		fmt.Fprintln(w, strings.Join(row, "\t")+"\t")
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}

// rows are the table's: names, and a row per epoch. What is measured on the
// validation set has columns if there is any.
func (h *History) rows() [][]string {
	validated := slices.ContainsFunc(h.Epochs, func(e Epoch) bool { return e.Validation != nil })
	measured := slices.ContainsFunc(h.Epochs, func(e Epoch) bool { return e.GradientNorm != 0 })
	rows := [][]string{{"epoch", "loss", "error %", "rate"}}
	if measured {
		rows[0] = append(rows[0], "gradient norm")
	}
	if validated {
		rows[0] = append(rows[0], "validation loss", "validation error %")
	}
	for i, e := range h.Epochs {
		row := []string{fmt.Sprint(i + 1), fmt.Sprintf("%.4g", e.Loss), percent(e.Error), fmt.Sprintf("%.2g", e.Rate)}
		if measured {
			row = append(row, fmt.Sprintf("%.4g", e.GradientNorm))
		}
		switch v := e.Validation; {
		case v != nil:
			row = append(row, fmt.Sprintf("%.4g", v.Loss), percent(v.Error))
		case validated:
			row = append(row, "–", "–")
		}
		rows = append(rows, row)
	}
	return rows
}

// MIMEBundle shows the history as text and as an HTML table.
func (h *History) MIMEBundle() map[string]any {
	if h == nil {
		return map[string]any{"text/plain": h.String()}
	}
	var b strings.Builder
	rows := h.rows()
	if err := page.Execute(&b, map[string]any{"Summary": h.Summary(), "Head": rows[0], "Rows": rows[1:]}); err != nil {
		panic("train: " + err.Error()) // the template and its data are ours
	}
	return map[string]any{"text/plain": h.String(), "text/html": b.String()}
}

// percent is an error in percent, a dash for NaN.
func percent(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.2f", x)
}

var page = template.Must(template.New("history").Parse(`<table>
<caption>{{.Summary}}</caption>
<thead><tr>{{range .Head}}<th>{{.}}</th>{{end}}</tr></thead>
<tbody>
{{range .Rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</tbody>
</table>
`))
