package train

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/unravel-go/unravel/lib/internal/replace"
)

// SaveCSV writes a file with a row per epoch under a row of names:
//
//	epoch,samples,loss,error,rate,validation_loss,validation_error,gradient_norm
//
// Errors are in percent. A figure that was not measured or is no number is left
// empty; the others are written so that reading them gives the same bits. The file
// appears in one step: until it is complete the path leads to what it led to before.
func (h *History) SaveCSV(path string) error { return h.save("SaveCSV", path, h.writeCSV) }

// SaveJSON writes a file with one object: the network, the run's totals, and an
// array of epochs with the figures of [History.SaveCSV], where null stands for
// those that there are not. The file appears in one step.
func (h *History) SaveJSON(path string) error { return h.save("SaveJSON", path, h.writeJSON) }

func (h *History) save(operation, path string, write func(io.Writer) error) error {
	err := errors.New("got no history, want one from Fit")
	if h != nil {
		err = replace.File(path, write)
	}
	if err != nil {
		return fmt.Errorf("train: %s: %w", operation, err)
	}
	return nil
}

func (h *History) writeCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"epoch", "samples", "loss", "error", "rate", "validation_loss", "validation_error", "gradient_norm"}}
	for _, r := range h.records() {
		row := []string{strconv.Itoa(r.Epoch), strconv.Itoa(r.Samples)}
		for _, x := range []*float64{r.Loss, r.Error, r.Rate, r.ValidationLoss, r.ValidationError, r.GradientNorm} {
			cell := ""
			if x != nil {
				cell = strconv.FormatFloat(*x, 'g', -1, 64)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return c.WriteAll(rows)
}

func (h *History) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Network string   `json:"network"`
		Samples int      `json:"samples"`
		Steps   int      `json:"steps"`
		MACs    float64  `json:"macs"`
		Seconds float64  `json:"seconds"`
		Epochs  []record `json:"epochs"`
	}{h.Network, h.Samples, h.Steps, h.MACs, h.Time.Seconds(), h.records()})
}

// record is an epoch in a file. JSON has no NaN: nil stands for it.
type record struct {
	Epoch           int      `json:"epoch"`
	Samples         int      `json:"samples"`
	Loss            *float64 `json:"loss"`
	Error           *float64 `json:"error"`
	Rate            *float64 `json:"rate"`
	ValidationLoss  *float64 `json:"validation_loss"`
	ValidationError *float64 `json:"validation_error"`
	GradientNorm    *float64 `json:"gradient_norm"`
}

func (h *History) records() []record {
	number := func(x float64) *float64 {
		if !finite(x) {
			return nil
		}
		return &x
	}
	all := make([]record, len(h.Epochs))
	for i, e := range h.Epochs {
		all[i] = record{Epoch: i + 1, Samples: e.Samples, Loss: number(e.Loss), Error: number(e.Error), Rate: number(e.Rate)}
		if e.GradientNorm != 0 {
			all[i].GradientNorm = number(e.GradientNorm)
		}
		if v := e.Validation; v != nil {
			all[i].ValidationLoss, all[i].ValidationError = number(v.Loss), number(v.Error)
		}
	}
	return all
}
