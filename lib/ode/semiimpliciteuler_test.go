package ode_test

import (
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// rotation is q' = p, p' = −q.
func rotation(_ float64, u []float64) []float64 { return []float64{u[1], -u[0]} }

// TestSemiImplicitEulerIsSymplecticEuler, which has the flows of the two parts.
func TestSemiImplicitEulerIsSymplecticEuler(t *testing.T) {
	pendulum := ode.Separable{Force: func(q []float64) []float64 { return []float64{-math.Sin(q[0])} }}
	want, err := ode.SymplecticEuler().Solve(pendulum.Drift, pendulum.Kick, []float64{1, 0.5}, 0.1, 50)
	if err != nil {
		t.Fatal(err)
	}
	whole := func(_ float64, u []float64) []float64 { return []float64{u[1], -math.Sin(u[0])} }
	got, err := ode.Solve(ode.SemiImplicitEuler{}, whole, []float64{1, 0.5}, 0, 5, 50)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		for j := range want[i] {
			if math.Abs(got[i][j]-want[i][j]) > 1e-13 {
				t.Fatalf("state %d: got %v, want %v", i, got[i], want[i])
			}
		}
	}
}

// TestSemiImplicitEulerKeepsAnEllipse: of the rotation, q² + p² + h·qp, exactly, where
// forward Euler leaves the circle. Its order is 1, and beyond hω = 2 it grows.
func TestSemiImplicitEulerKeepsAnEllipse(t *testing.T) {
	ellipse := func(h float64, u []float64) float64 { return u[0]*u[0] + u[1]*u[1] + h*u[0]*u[1] }
	end := func(n int, to float64) []float64 {
		us, err := ode.Solve(ode.SemiImplicitEuler{}, rotation, []float64{1, 0}, 0, to, n)
		if err != nil {
			t.Fatal(err)
		}
		return us[n]
	}
	if got, want := ellipse(0.1, end(10000, 1000)), 1.0; math.Abs(got-want) > 1e-11 {
		t.Errorf("got %v after 10000 steps, want %v", got, want)
	}
	off := func(n int) float64 { return math.Abs(end(n, 1)[0] - math.Cos(1)) }
	if order := math.Log2(off(512) / off(1024)); math.Abs(order-1) > 0.05 {
		t.Errorf("observed order %.3f, want 1 ± 0.05", order)
	}
	if u := end(100, 199); math.Hypot(u[0], u[1]) > 100 {
		t.Errorf("h = 1.99: got %v, want it bounded", u)
	}
	if u := end(100, 201); math.Hypot(u[0], u[1]) < 100 {
		t.Errorf("h = 2.01: got %v, want it to grow", u)
	}
}

func TestSemiImplicitEulerWantsTwoHalves(t *testing.T) {
	f := func(_ float64, u []float64) []float64 { return u }
	_, err := ode.Solve(ode.SemiImplicitEuler{}, f, []float64{1, 2, 3}, 0, 1, 1)
	if err == nil || !strings.Contains(err.Error(), "got a state of 3 values, want two halves") {
		t.Errorf("got error %v", err)
	}
}

// The second half moves by what the first one has become.
func ExampleSemiImplicitEuler() {
	us, err := ode.Solve(ode.SemiImplicitEuler{}, rotation, []float64{1, 0}, 0, 1, 2)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(us)
	// Output:
	// [[1 0] [1 -0.5] [0.75 -0.875]]
}
