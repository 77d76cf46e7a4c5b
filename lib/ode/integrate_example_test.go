package ode_test

import (
	"context"
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/ode"
)

// A ball falls from a height of 5 with gravity 10, so it lands after a second.
func ExampleIntegrate() {
	fall := func(t float64, u []float64) []float64 { return []float64{u[1], -10} }
	ground := ode.Event{Name: "ground", Terminal: true, G: func(t float64, u []float64) float64 { return u[0] }}
	sol, err := ode.Integrate(context.Background(),
		ode.Problem{F: fall, U0: []float64{5, 0}, T1: 60},
		ode.Options{Events: []ode.Event{ground}})
	if err != nil {
		log.Fatal(err)
	}
	half, err := sol.At(0.5)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("height at 0.5: %.3f\n", half[0])
	fmt.Printf("lands at %.3f with speed %.3f\n", sol.Events[0].T, sol.Last()[1])
	// Output:
	// height at 0.5: 3.750
	// lands at 1.000 with speed -10.000
}

// Robertson's chemical reaction: three substances whose rates differ by nine powers
// of ten. An implicit scheme needs a few dozen steps for it.
func ExampleIntegrate_stiff() {
	reaction := func(t float64, u []float64) []float64 {
		slow, fast := 0.04*u[0]-1e4*u[1]*u[2], 3e7*u[1]*u[1]
		return []float64{-slow, slow - fast, fast}
	}
	p := ode.Problem{F: reaction, U0: []float64{1, 0, 0}, T1: 40}
	_, err := ode.Integrate(context.Background(), p, ode.Options{MaxSteps: 5000})
	fmt.Println("explicit, in 5,000 steps:", err == nil)
	sol, err := ode.Integrate(context.Background(), p, ode.Options{Method: ode.KenCarp4})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("implicit, in less than 100: %v\n%.4f %.3g %.4f\n", sol.Stats.Accepted < 100, sol.Last()[0], sol.Last()[1], sol.Last()[2])
	// Output:
	// explicit, in 5,000 steps: false
	// implicit, in less than 100: true
	// 0.7158 9.19e-06 0.2842
}

// What blows up ends with an error that says where, beside the solution so far.
func ExampleFailure() {
	square := func(t float64, u []float64) []float64 { return []float64{u[0] * u[0]} } // u = 1/(1−t)
	sol, err := ode.Integrate(context.Background(), ode.Problem{F: square, U0: []float64{1}, T1: 2}, ode.Options{})
	u, _ := sol.At(0.5)
	fmt.Printf("u(0.5) = %.4f\n", u[0])
	fmt.Println(err != nil, sol.T[len(sol.T)-1] < 1.001)
	// Output:
	// u(0.5) = 2.0000
	// true true
}
