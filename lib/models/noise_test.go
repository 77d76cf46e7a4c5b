package models_test

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

func TestObjectivesThatCannotBe(t *testing.T) {
	c := models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}}
	residual, err := models.ResNet(c)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := models.Plain(c)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		net  *models.Net
		j    models.Objective
		want string
	}{
		{"no such loss", residual, models.Objective{Loss: 7}, "got an unknown loss"},
		{"smooth targets", residual, models.Objective{Loss: models.SquaredError, Smoothing: 0.1}, "got a label smoothing of 0.1 without CrossEntropy"},
		{"negative noise", residual, models.Objective{Noise: models.Noise{Normal: -1}}, "got noise of size -1, want a finite number"},
		{"noise that is no number", residual, models.Objective{Noise: models.Noise{Uniform: math.NaN()}}, "got noise of size NaN"},
		{"too few rates", residual, models.Objective{Noise: models.Noise{DropPath: []float64{0.5}}}, "got 1 rates of drop-path, want one for each of 3 blocks"},
		{"a rate of 1", residual, models.Objective{Noise: models.Noise{DropPath: []float64{0, 0, 1}}}, "got a rate of drop-path of 1 for the block layer3.0"},
		{"no shortcut", plain, models.Objective{Noise: models.Noise{DropPath: []float64{0.5, 0, 0, 0, 0, 0}}}, "got drop-path for the block layer1.0, which has no shortcut"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.net.CompileObjective(nn.Options{Batch: 2, Training: true}, tt.j)
			mustContain(t, err, tt.want)
		})
	}
	var none *models.Net
	if _, err := none.CompileObjective(nn.Options{}, models.Objective{}); err == nil {
		t.Error("got a graph of no network")
	}
}

// A graph for prediction has no noise.
func TestPredictionsHaveNoNoise(t *testing.T) {
	net, err := models.LMResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	images := make([]float32, 3*64)
	for i := range images {
		images[i] = float32(i%7) - 3
	}
	out := func(noise models.Noise) []float32 {
		r, err := net.CompileObjective(nn.Options{Batch: 3}, models.Objective{Noise: noise})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Load(images); err != nil {
			t.Fatal(err)
		}
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		values := make([]float32, 30)
		if err := r.Read(values); err != nil {
			t.Fatal(err)
		}
		return values
	}
	want := out(models.Noise{})
	for i, v := range out(models.Noise{Normal: 1, Uniform: 1, DropPath: []float64{0.5, 0.5, 0.5}}) {
		if v != want[i] {
			t.Fatalf("output %d: got %v, want %v", i, v, want[i])
		}
	}
}
