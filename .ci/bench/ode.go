//go:build ignore

// Ode integrates the Lorenz system once for each line that arrives on its standard
// input, as ode.py does with SciPy, and answers with what it took:
//
//	go run .ci/bench/ode.go RTOL ATOL T1
//
// The answer is "WALL STEPS EVALUATIONS U0 U1 U2", the wall time in seconds.
package main

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/unravel-go/unravel/lib/ode"
)

func lorenz(_ float64, u, du []float64) {
	du[0] = 10 * (u[1] - u[0])
	du[1] = u[0]*(28-u[2]) - u[1]
	du[2] = u[0]*u[1] - 8./3*u[2]
}

func main() {
	log.SetFlags(0)
	var numbers [3]float64
	if len(os.Args) != 4 {
		log.Fatalf("ode: got %d arguments, want RTOL ATOL T1", len(os.Args)-1)
	}
	for i, a := range os.Args[1:] {
		var err error
		if numbers[i], err = strconv.ParseFloat(a, 64); err != nil {
			log.Fatal(err)
		}
	}
	p := ode.Problem{InPlace: lorenz, U0: []float64{1, 1, 1}, T1: numbers[2]}
	o := ode.Options{RelTol: numbers[0], AbsTol: numbers[1]}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		start := time.Now()
		sol, err := ode.Integrate(context.Background(), p, o)
		if err != nil {
			log.Fatal(err)
		}
		u := sol.Last()
		fmt.Println(time.Since(start).Seconds(), sol.Stats.Accepted, sol.Stats.Evaluations, u[0], u[1], u[2])
	}
}
