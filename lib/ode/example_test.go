package ode_test

import (
	"fmt"
	"log"
	"math"

	"github.com/unravel-go/unravel/lib/ode"
)

// A residual network with four identical linear blocks is forward Euler on
// u' = −u.
func ExampleSolve() {
	decay := func(_ float64, u []float64) []float64 { return []float64{-u[0]} }
	us, err := ode.Solve(ode.ForwardEuler, decay, []float64{1}, 0, 1, 4)
	if err != nil {
		log.Fatal(err)
	}
	for n, u := range us {
		fmt.Printf("block %d: %.4f\n", n, u[0])
	}
	// Output:
	// block 0: 1.0000
	// block 1: 0.7500
	// block 2: 0.5625
	// block 3: 0.4219
	// block 4: 0.3164
}

// A negative k makes the same number of blocks go further: time runs 1/(1+k)
// times as fast.
func ExampleLM() {
	decay := func(_ float64, u []float64) []float64 { return []float64{-u[0]} }
	for _, k := range []float64{-0.5, 0, 0.5} {
		s := ode.LM(k)
		us, err := ode.Solve(s, decay, []float64{1}, 0, 1, 1000)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%-8s speed %.3f  limit %.0f  u(1) = %.3f, exp(−speed) = %.3f\n",
			s.Name(), s.Speed(), s.RealStabilityLimit(), us[1000][0], math.Exp(-s.Speed()))
	}
	// Output:
	// LM(-0.5) speed 2.000  limit -3  u(1) = 0.135, exp(−speed) = 0.135
	// LM(0)    speed 1.000  limit -2  u(1) = 0.368, exp(−speed) = 0.368
	// LM(0.5)  speed 0.667  limit -1  u(1) = 0.513, exp(−speed) = 0.513
}

// A method of your own is its Butcher tableau.
func ExampleTableau() {
	ralston := &ode.Tableau{
		Label: "Ralston",
		C:     []float64{0, 2. / 3},
		A:     [][]float64{{}, {2. / 3}},
		B:     []float64{1. / 4, 3. / 4},
	}
	fmt.Println("order", ralston.Order())
	fmt.Println("R(z) has the coefficients", ralston.StabilityPolynomial())
	ralston.B[0] = 0.5
	fmt.Println(ralston.Check())
	// Output:
	// order 2
	// R(z) has the coefficients [1 1 0.5]
	// ode: tableau "Ralston": got 1.25 as the sum of B, want 1
}
