package models_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// TestRevNetIsSemiImplicitEuler: of linear branches, h·x2 and −h·x1, the states are those
// of the scheme, and go round on the ellipse x1² + x2² + h·x1·x2 = 1.
func TestRevNetIsSemiImplicitEuler(t *testing.T) {
	const h, steps = .1, 10
	net := mustRevNet(t, models.Config{Blocks: 2 * steps, Branch: models.Linear{}, Input: [3]int{2, 1, 1}, Float64: true})
	for i, p := range net.Params() {
		if err := p.Set([]float64{[]float64{h, -h}[i%2]}); err != nil {
			t.Fatal(err)
		}
	}
	states, err := net.Trajectory(context.Background(), &data.Set{Shape: [3]int{2, 1, 1}, Images: []float32{1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	turn := func(_ float64, u []float64) []float64 { return []float64{h * u[1], -h * u[0]} }
	want, err := ode.Solve(net.Scheme(), turn, []float64{1, 0}, 0, steps, steps)
	if err != nil {
		t.Fatal(err)
	}
	for n, w := range want {
		u := states[2*n] // a step is two blocks
		for i := range w {
			if math.Abs(u[i]-w[i]) > 1e-7 {
				t.Errorf("step %d: got %v, want %v", n, u, w)
			}
		}
		if kept := u[0]*u[0] + u[1]*u[1] + h*u[0]*u[1]; math.Abs(kept-1) > 1e-6 {
			t.Errorf("step %d: got %v of what is kept, want 1", n, kept)
		}
	}
	if want := []float64{0.5820887703538017, -0.8427503884058641}; math.Abs(states[20][0]-want[0])+math.Abs(states[20][1]-want[1]) > 1e-7 {
		t.Errorf("got %v in the end, want %v", states[20], want)
	}
}

// TestRevNetIsTheSchemeOfItsBranches: run through package ode, the branches of a network
// of vectors give its own states.
func TestRevNetIsTheSchemeOfItsBranches(t *testing.T) {
	const half, hidden, steps = 3, 5, 6
	net := mustRevNet(t, models.Config{
		Blocks: 2 * steps, Branch: models.Dense{Hidden: hidden}, Input: [3]int{2 * half, 1, 1}, Seed: 9, Float64: true,
	})
	params := make(map[string][]float64)
	for _, p := range net.Params() {
		params[p.Name] = p.Float64s()
	}
	// layer is W·x + b of a layer that puts out so many values.
	layer := func(name string, out int, x []float64) []float64 {
		y, w := params[name+".bias"], params[name+".weight"]
		y = append([]float64(nil), y[:out]...)
		for i := range y {
			for j, v := range x {
				y[i] += w[i*len(x)+j] * v
			}
		}
		return y
	}
	branch := func(name string, x []float64) []float64 {
		h := layer(name+".fc1", hidden, x)
		for i, v := range h {
			h[i] = math.Tanh(v)
		}
		return layer(name+".fc2", half, h)
	}
	slope := func(at float64, u []float64) []float64 {
		block := fmt.Sprintf("layer1.%.0f", at)
		return append(branch(block+".f", u[half:]), branch(block+".g", u[:half])...)
	}
	input := []float32{1, -0.5, 0.25, 2, -1, 0.125}
	var u0 []float64
	for _, v := range input {
		u0 = append(u0, float64(v))
	}
	want, err := ode.Solve(net.Scheme(), slope, u0, 0, steps, steps)
	if err != nil {
		t.Fatal(err)
	}
	states, err := net.Trajectory(context.Background(), &data.Set{Shape: [3]int{2 * half, 1, 1}, Images: input})
	if err != nil {
		t.Fatal(err)
	}
	for n, w := range want {
		for i := range w {
			if got := states[2*n][i]; math.Abs(got-w[i]) > 1e-6 {
				t.Errorf("step %d, value %d: got %v, want %v", n, i, got, w[i])
			}
		}
	}
}
