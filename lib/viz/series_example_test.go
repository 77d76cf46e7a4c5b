package viz_test

import (
	"context"
	"fmt"
	"log"
	"math"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/viz"
)

// The order of two schemes, from their errors at t = 1 of u' = −u.
func ExampleConvergence() {
	decay := func(_ float64, u []float64) []float64 { return []float64{-u[0]} }
	var lines []viz.Series
	for _, s := range []ode.Scheme{ode.ForwardEuler, ode.RK4} {
		line := viz.Series{Name: s.Name()}
		for n := 8; n <= 64; n *= 2 {
			us, err := ode.Solve(s, decay, []float64{1}, 0, 1, n)
			if err != nil {
				log.Fatal(err)
			}
			line.X = append(line.X, 1/float64(n))
			line.Y = append(line.Y, math.Abs(us[n][0]-math.Exp(-1)))
		}
		lines = append(lines, line)
	}
	fig := viz.Convergence(lines...)
	fmt.Println(fig.X.Label.Text)
	// Output: step size h
}

// Forward Euler gains energy that the pendulum does not have.
func ExamplePhasePortrait() {
	pendulum := func(_ float64, u []float64) []float64 { return []float64{u[1], -math.Sin(u[0])} }
	us, err := ode.Solve(ode.ForwardEuler, pendulum, []float64{1.5, 0}, 0, 12, 80)
	if err != nil {
		log.Fatal(err)
	}
	fig := viz.PhasePortrait("Pendulum", pendulum, viz.Orbit{Name: "forward Euler", U: us})
	fig.X.Label.Text, fig.Y.Label.Text = "angle", "angular velocity"
	fmt.Println(fig.Title.Text)
	// Output: Pendulum
}

// The coefficients that a network begins with.
func ExampleHistogram() {
	net, err := models.LMResNet(models.Config{Depth: 56, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		log.Fatal(err)
	}
	fig := viz.Histogram("Coefficients", "k", viz.Curve{Name: net.Name(), Y: net.Coefficients()})
	fmt.Println(fig.Y.Label.Text)
	// Output: share of the values (%)
}

// In a residual network the state grows from block to block.
func ExampleBlockNorms() {
	net, err := models.ResNet(models.Config{Depth: 20, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		log.Fatal(err)
	}
	some, err := data.Digits(1).Test.Stratified(50, 1)
	if err != nil {
		log.Fatal(err)
	}
	norms, err := net.ActivationNorms(context.Background(), some)
	if err != nil {
		log.Fatal(err)
	}
	fig := viz.BlockNorms("Activations", "root mean square", viz.Curve{Name: net.Name(), Y: norms})
	fmt.Println(fig.Title.Text, "of", len(norms), "blocks")
	// Output: Activations of 9 blocks
}

// The regions of explicit schemes grow with their order.
func ExampleRegions() {
	fig := viz.Regions(ode.ForwardEuler, ode.Heun, ode.RK4)
	fmt.Println(fig.Title.Text)
	// Output: Stability regions
}
