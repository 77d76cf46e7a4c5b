package ode_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// Too many steps are called stiff where stability limits them, and only there.
func TestTooManyStepsSaysWhetherStiff(t *testing.T) {
	robertson := func(_ float64, u, du []float64) {
		du[0] = -0.04*u[0] + 1e4*u[1]*u[2]
		du[2] = 3e7 * u[1] * u[1]
		du[1] = -du[0] - du[2]
	}
	vanderpol := func(_ float64, u, du []float64) { du[0], du[1] = u[1], 1e4*(1-u[0]*u[0])*u[1]-u[0] }
	tests := []struct {
		name  string
		f     ode.InPlace
		u0    []float64
		o     ode.Options
		stiff bool
	}{
		{"Robertson's reaction", robertson, []float64{1, 0, 0}, ode.Options{}, true},
		{"Robertson's reaction with BS3(2)", robertson, []float64{1, 0, 0}, ode.Options{Method: ode.BogackiShampine}, true},
		{"van der Pol with μ = 10,000", vanderpol, []float64{2, 0}, ode.Options{}, true},
		{"a circle", circle, []float64{1, 0}, ode.Options{}, false},
		{"Lorenz", lorenz, []float64{1, 1, 1}, ode.Options{}, false},
		{"two bodies", twoBodies, []float64{1, 0, 0, 1}, ode.Options{RelTol: 1e-3}, false},
		{"a large step forbidden", circle, []float64{1, 0}, ode.Options{MaxStep: 1e-3}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.MaxSteps = 2000
			sol, err := ode.Integrate(context.Background(), ode.Problem{InPlace: tt.f, U0: tt.u0, T1: 1e5}, tt.o)
			if !errors.Is(err, ode.ErrTooManySteps) || len(sol.T) < 2 {
				t.Fatalf("got error %v, want too many steps", err)
			}
			if got := strings.Contains(err.Error(), "the problem is stiff here: h·|λ| = "); got != tt.stiff {
				t.Errorf("got error %v, want stiff: %v", err, tt.stiff)
			}
		})
	}
}
