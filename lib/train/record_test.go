package train_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// measured is a history with figures that are not there, and one that has all its
// digits.
func measured() *train.History {
	return &train.History{Network: "ResNet-8", Samples: 50, Steps: 3, Epochs: []train.Epoch{
		{Loss: 1. / 3, Error: math.NaN(), Rate: 0.1, Samples: 50, Validation: &models.Evaluation{Loss: math.Inf(1), Error: 12.5, Samples: 4}},
		{Loss: 0.25, Error: 2, Rate: 0.01, Samples: 20, GradientNorm: 7.5},
	}}
}

func TestACSVFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.csv")
	if err := measured().SaveCSV(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("got %d rows and error %v, want 3", len(rows), err)
	}
	if got, want := strings.Join(rows[1][3:], "|"), "|0.1||12.5|"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if x, err := strconv.ParseFloat(rows[1][2], 64); err != nil || x != 1./3 {
		t.Errorf("got a loss of %v and error %v, want the bits of a third", x, err)
	}
	if got, want := rows[2], []string{"2", "20", "0.25", "2", "0.01", "", "", "7.5"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAJSONFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.json")
	if err := measured().SaveJSON(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Network string
		Steps   int
		Epochs  []map[string]any
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Network != "ResNet-8" || got.Steps != 3 || len(got.Epochs) != 2 {
		t.Fatalf("got %+v", got)
	}
	first := got.Epochs[0]
	if first["loss"] != 1./3 || first["gradient_norm"] != nil || first["error"] != nil || first["validation_loss"] != nil || first["validation_error"] != 12.5 {
		t.Errorf("got %v, want null for what is no number", first)
	}
}

func TestFilesThatCannotBeWritten(t *testing.T) {
	var none *train.History
	mustContain(t, none.SaveCSV("x"), "train: SaveCSV: got no history")
	mustContain(t, measured().SaveJSON(filepath.Join(t.TempDir(), "none", "x")), "train: SaveJSON: ")
}

// The set has no influence, its figures are those of Evaluate, and whoever listens
// hears of them behind each epoch.
func TestValidate(t *testing.T) {
	j := jobs()[0]
	net, set, o := j.begin(t)
	o.Validate = nil
	h, err := train.Fit(context.Background(), net, set, o)
	if err != nil {
		t.Fatal(err)
	}
	plain := weights(net)
	if h.Last().Validation != nil {
		t.Errorf("got %v without a set to validate on, want nothing", h.Last().Validation)
	}
	net, set, o = j.begin(t)
	test := some(t, 33)
	o.Validate = test
	heard, steps := 0, 0
	ctx := progress.With(context.Background(), func(_ string, done, _ int, metrics map[string]float64) {
		if steps++; done != steps || metrics["loss"] <= 0 {
			t.Errorf("report %d: got step %d and %v, want one report per step, with the loss", steps, done, metrics)
		}
		if _, ok := metrics["validation error %"]; ok && metrics["validation loss"] > 0 {
			heard++
		}
	})
	if h, err = train.Fit(ctx, net, set, o); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(weights(net), plain) {
		t.Error("got other weights than without it")
	}
	if heard != o.Epochs {
		t.Errorf("got %d reports, want one for each of %d epochs", heard, o.Epochs)
	}
	want, err := net.Evaluate(context.Background(), test)
	if got := h.Last().Validation; err != nil || got == nil || *got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if text := h.String(); !strings.Contains(text, "validation error %") || !strings.Contains(h.Summary(), ", validation top-1 error") {
		t.Errorf("got\n%s\nwant it to show the validation", text)
	}
}

func TestSetsThatCannotBeValidatedOn(t *testing.T) {
	line, err := data.Crossing(4)
	if err != nil {
		t.Fatal(err)
	}
	wrong := some(t, 4)
	wrong.Labels = wrong.Labels[:2]
	targets := some(t, 4)
	targets.Labels, targets.Classes, targets.Targets = nil, 0, make([]float32, 40)
	many := some(t, 4)
	many.Classes = 99
	for want, set := range map[string]*data.Set{
		"got samples of shape [1 1 1]": line, "got 2 labels for 4 samples": wrong,
		"got labels in one set and targets in the other": targets, "got 99 classes, want at most 10": many,
	} {
		_, err := train.Fit(context.Background(), small(t, 2), some(t, 4), train.Options{Epochs: 1, Validate: set})
		mustContain(t, err, want)
	}
}

func ExampleHistory_SaveCSV() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "history.csv")
	h := &train.History{Epochs: []train.Epoch{
		{Loss: 0.5, Error: 20, Rate: 0.1, Samples: 60, Validation: &models.Evaluation{Loss: 0.75, Error: 25, Samples: 40}},
	}}
	if err := h.SaveCSV(path); err != nil {
		fmt.Println(err)
		return
	}
	text, err := os.ReadFile(path)
	fmt.Print(string(text), err)
	// Output:
	// epoch,samples,loss,error,rate,validation_loss,validation_error,gradient_norm
	// 1,60,0.5,20,0.1,0.75,25,
	// <nil>
}
