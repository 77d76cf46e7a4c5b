package models_test

import (
	"fmt"
	"log"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestHighwayOnALine: a block makes T·z·u + (1 − T)·u of u, T = σ(w·u + b), and of an
// open or a shut gate the branch or u.
func TestHighwayOnALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := models.Config{Branch: models.Linear{}, Blocks: 1, Input: [3]int{1, 1, 1}, Float64: true}
		net, err := models.HighwayNet(c)
		if err != nil {
			t.Fatal(err)
		}
		values := make(map[string]float64)
		for _, p := range net.Params() {
			values[p.Name] = rapid.Float64Range(-3, 3).Draw(t, p.Name)
			if p.Name == "layer1.0.gate.bias" {
				values[p.Name] = rapid.SampledFrom([]float64{-2, 0, 1.5, -800, 800}).Draw(t, p.Name)
			}
			if err := p.Set([]float64{values[p.Name]}); err != nil {
				t.Fatal(err)
			}
		}
		u := rapid.Float64Range(-1, 1).Draw(t, "u")
		u = float64(float32(u))
		out, err := net.Predict(t.Context(), &data.Set{Shape: c.Input, Images: []float32{float32(u)}})
		if err != nil {
			t.Fatal(err)
		}
		share := 1 / (1 + math.Exp(-values["layer1.0.gate.weight"]*u-values["layer1.0.gate.bias"]))
		want := share*values["layer1.0.conv1.weight"]*u + (1-share)*u
		mustMultiply(t, fmt.Sprint(values), float64(out[0][0]), want, math.Abs(want))
	})
}

// A highway network begins near the identity.
func ExampleHighwayNet() {
	net, err := models.HighwayNet(models.Config{Depth: 20})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(net.Summary())
	for _, p := range net.Params()[:3] {
		fmt.Println(p)
	}
	fmt.Println(net.Params()[2].Float64s()[0])
	// Output:
	// Highway-20 on 3×32×32: 392,170 parameters, 59,425,408 multiply-accumulates per sample
	// conv1.weight [16 3 3 3]
	// layer1.0.gate.weight [16 16 3 3]
	// layer1.0.gate.bias [16]
	// -2
}
