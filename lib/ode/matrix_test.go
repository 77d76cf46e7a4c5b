package ode_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/unravel-go/unravel/lib/ode"
)

// The solution of U' = A·U from the identity is the exponential of t·A: for a
// generator of rotations, a rotation.
func ExampleMatrixProblem() {
	a := mat.NewDense(2, 2, []float64{0, -1, 1, 0})
	turn := func(_ float64, u, du *mat.Dense) { du.Mul(a, u) }
	p, err := ode.MatrixProblem(turn, mat.NewDense(2, 2, []float64{1, 0, 0, 1}), 0, math.Pi/6)
	if err != nil {
		log.Fatal(err)
	}
	sol, err := ode.Integrate(context.Background(), p, ode.Options{RelTol: 1e-9})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.4f\n", mat.Formatted(mat.NewDense(2, 2, sol.Last())))
	// Output:
	// ⎡ 0.8660  -0.5000⎤
	// ⎣ 0.5000   0.8660⎦
}

// A view into a larger matrix is a state like any other, and stays as it is.
func TestMatrixProblemTakesViews(t *testing.T) {
	large := mat.NewDense(3, 3, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9})
	view := large.Slice(0, 2, 1, 3).(*mat.Dense)
	p, err := ode.MatrixProblem(func(_ float64, u, du *mat.Dense) { du.Scale(-1, u) }, view, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	sol := integrate(t, p, ode.Options{})
	for i, x := range []float64{2, 3, 5, 6} {
		if math.Abs(sol.Last()[i]-x*math.Exp(-1)) > 1e-5 {
			t.Errorf("value %d: got %v, want %v", i, sol.Last()[i], x*math.Exp(-1))
		}
	}
	if large.At(0, 1) != 2 {
		t.Error("got another matrix afterwards, want the same")
	}
}

func TestMatrixProblemNamesWhatIsWrong(t *testing.T) {
	still := func(_ float64, _, du *mat.Dense) { du.Zero() }
	if _, err := ode.MatrixProblem(nil, mat.NewDense(1, 1, nil), 0, 1); err == nil || !strings.Contains(err.Error(), "got a nil function") {
		t.Errorf("got error %v, want one that misses f", err)
	}
	for _, u0 := range []*mat.Dense{nil, {}} {
		if _, err := ode.MatrixProblem(still, u0, 0, 1); err == nil || !strings.Contains(err.Error(), "got an empty matrix") {
			t.Errorf("got error %v, want one that misses the state", err)
		}
	}
}
