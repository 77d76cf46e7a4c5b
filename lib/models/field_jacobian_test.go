package models_test

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/unravel-go/unravel/lib/models"
)

// TestJacobianOfALinearField is its matrix, and of u” = W·u that of the system of
// first order.
func TestJacobianOfALinearField(t *testing.T) {
	w := []float64{0.5, -2, 1, 0.25}
	want := map[models.Step]*mat.Dense{
		models.Euler{}:    mat.NewDense(2, 2, w),
		models.Leapfrog{}: mat.NewDense(4, 4, []float64{0, 0, 0.5, -2, 0, 0, 1, 0.25, 1, 0, 0, 0, 0, 1, 0, 0}),
	}
	for step, want := range want {
		for wide, tolerance := range map[bool]float64{true: 1e-9, false: 1e-3} {
			net := mustResNet(t, models.Config{Branch: models.Linear{}, Blocks: 2, Input: [3]int{2, 1, 1}, Step: step, Float64: wide})
			if err := net.Params()[1].Set(w); err != nil {
				t.Fatal(err)
			}
			field, err := net.Field(context.Background(), 0, samples(net, 1))
			if err != nil {
				t.Fatal(err)
			}
			got, err := field.Jacobian(1, field.U0) // in the second block
			if err != nil {
				t.Fatal(err)
			}
			if !mat.EqualApprox(got, want, tolerance) {
				t.Errorf("%v, float64 %v: got\n%v, want\n%v", step, wide, mat.Formatted(got), mat.Formatted(want))
			}
		}
	}
}

// TestAntisymmetricFieldsTurn: the eigenvalues have real parts from −γ to 0, and those of
// a symmetric branch are real and not positive.
func TestAntisymmetricFieldsTurn(t *testing.T) {
	for _, gamma := range []float64{0, 0.25} {
		for name, branch := range map[string]models.Branch{"antisymmetric": models.Antisymmetric{Gamma: gamma}, "symmetric": models.Symmetric{}} {
			net := mustResNet(t, models.Config{Branch: branch, Blocks: 3, Input: [3]int{6, 1, 1}, Seed: 5, Float64: true})
			field, err := net.Field(context.Background(), 0, samples(net, 1))
			if err != nil {
				t.Fatal(err)
			}
			jacobian, err := field.Jacobian(2, field.U0)
			if err != nil {
				t.Fatal(err)
			}
			var eigen mat.Eigen
			if !eigen.Factorize(jacobian, mat.EigenNone) {
				t.Fatal("no eigenvalues")
			}
			for _, z := range eigen.Values(nil) {
				turns := name == "antisymmetric" && real(z) <= 1e-8 && real(z) >= -gamma-1e-8
				forgets := name == "symmetric" && math.Abs(imag(z)) <= 1e-8 && real(z) <= 1e-8
				if !turns && !forgets {
					t.Errorf("%s with γ = %v: got the eigenvalue %v", name, gamma, z)
				}
			}
		}
	}
}

func TestJacobianRefuses(t *testing.T) {
	field := mustField(t, onVectors, nil, 0)
	_, err := field.Jacobian(0, []float64{1})
	mustContain(t, err, "got a state of 1 values, want 6")
}
