package ode

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// RungeKutta is one of the methods that this package has a name for, such as
// [RK4] or [DormandPrince]; [RungeKuttas] lists them. The names are constants, so
// no program and no cell can change what they mean for another;
// [RungeKutta.Tableau] returns coefficients to start a method of one's own from,
// and knows more about a method than is asked of every [Scheme].
type RungeKutta string

var _ Scheme = RungeKutta("")

// rungeKuttas holds the methods with a name, in the order in which a reader may
// want to meet them. What one of them is cannot change, so its order, which may
// take hundreds of conditions, is computed once.
var rungeKuttas = []namedTableau{
	named(ForwardEuler, forwardEuler),
	named(Midpoint, midpoint),
	named(Heun, heun),
	named(Ralston2, ralston2),
	named(AdaptiveHeun, adaptiveHeun),
	named(Fehlberg2, fehlberg2),
	named(Heun3, heun3),
	named(Ralston3, ralston3),
	named(SSPRK3, ssprk3),
	named(BogackiShampine, bogackiShampine),
	named(RK4, rk4),
	named(RK38, rk38),
	named(Ralston4, ralston4),
	named(RKF45, rkf45),
	named(CashKarp, cashKarp),
	named(DormandPrince, dormandPrince),
	named(Tsitouras, tsitouras),
	named(DormandPrince8, dormandPrince8),
	named(BackwardEuler, backwardEuler),
	named(ImplicitMidpoint, implicitMidpoint),
	named(Trapezoidal, trapezoidal),
	named(SDIRK2, sdirk2),
	named(TRBDF2, trbdf2),
	named(SDIRK3, sdirk3),
	named(Kvaerno3, kvaerno3),
	named(KenCarp3, kenCarp3),
	named(Kvaerno4, kvaerno4),
	named(KenCarp4, kenCarp4),
	named(Kvaerno5, kvaerno5),
	named(KenCarp5, kenCarp5),
	named(RadauIIA3, radauIIA3),
	named(GaussLegendre4, gaussLegendre4),
	named(LobattoIIIC4, lobattoIIIC4),
	named(RadauIIA5, radauIIA5),
	named(GaussLegendre6, gaussLegendre6),
}

// RungeKuttas returns the names of all methods: explicit ones first, those of low
// order before those of high order.
func RungeKuttas() []RungeKutta {
	names := make([]RungeKutta, len(rungeKuttas))
	for i, m := range rungeKuttas {
		names[i] = m.name
	}
	return names
}

// namedTableau is a method with a name.
type namedTableau struct {
	name              RungeKutta
	tableau           *Tableau
	order, errorOrder func() int
}

func named(name RungeKutta, s *Tableau) namedTableau {
	return namedTableau{name, s, sync.OnceValue(s.Order), sync.OnceValue(s.errorOrder)}
}

// named returns the method of the name, empty if there is none.
func (m RungeKutta) named() namedTableau {
	for _, known := range rungeKuttas {
		if known.name == m {
			return known
		}
	}
	return namedTableau{order: func() int { return 0 }}
}

// tableau returns the method's coefficients, which nobody may change, or nil for
// a name that is none of the constants.
func (m RungeKutta) tableau() *Tableau { return m.named().tableau }

// Tableau returns a copy of the method's Butcher tableau, or nil for a name that
// is none of the constants.
func (m RungeKutta) Tableau() *Tableau {
	s := m.tableau()
	if s == nil {
		return nil
	}
	own := *s
	own.C, own.B, own.Embedded = slices.Clone(s.C), slices.Clone(s.B), slices.Clone(s.Embedded)
	own.A, own.Dense = rows(s.A), rows(s.Dense)
	return &own
}

func rows(a [][]float64) [][]float64 {
	own := slices.Clone(a)
	for i, row := range own {
		own[i] = slices.Clone(row)
	}
	return own
}

// Check returns an error unless m is one of the constants.
func (m RungeKutta) Check() error {
	if m.tableau() != nil {
		return nil
	}
	var names []string
	for _, known := range RungeKuttas() {
		names = append(names, strconv.Quote(string(known)))
	}
	return fmt.Errorf("ode: got the Runge–Kutta method %q, want %s", string(m), strings.Join(names, ", "))
}

// Name returns the name.
func (m RungeKutta) Name() string { return string(m) }

// Order is [Tableau.Order] of the method's tableau.
func (m RungeKutta) Order() int { return m.named().order() }

// Speed is 1.
func (m RungeKutta) Speed() float64 { return m.tableau().Speed() }

// Steps is 1.
func (m RungeKutta) Steps() int { return m.tableau().Steps() }

// Evaluations is the number of stages.
func (m RungeKutta) Evaluations() int { return m.tableau().Evaluations() }

// Step is [Tableau.Step] of the method's tableau.
func (m RungeKutta) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m.tableau().Step(f, t, h, past)
}

// StepWith is [Tableau.StepWith] of the method's tableau.
func (m RungeKutta) StepWith(f Func, jacobian Jacobian, t, h float64, u []float64) (next, estimate []float64, err error) {
	if err := m.Check(); err != nil {
		return nil, nil, err
	}
	return m.tableau().StepWith(f, jacobian, t, h, u)
}

// Stable is [Tableau.Stable] of the method's tableau.
func (m RungeKutta) Stable(z complex128) bool { return m.tableau().Stable(z) }

// RealStabilityLimit is [Tableau.RealStabilityLimit] of the method's tableau.
func (m RungeKutta) RealStabilityLimit() float64 { return m.tableau().RealStabilityLimit() }

// GrowthRate is [Tableau.GrowthRate] of the method's tableau.
func (m RungeKutta) GrowthRate(lambda, h float64) float64 { return m.tableau().GrowthRate(lambda, h) }

// StabilityPolynomial is [Tableau.StabilityPolynomial] of the method's tableau.
func (m RungeKutta) StabilityPolynomial() []float64 { return m.tableau().StabilityPolynomial() }

// Amplification is [Tableau.Amplification] of the method's tableau.
func (m RungeKutta) Amplification(z complex128) complex128 { return m.tableau().Amplification(z) }

// StabilityFunction is [Tableau.StabilityFunction] of the method's tableau.
func (m RungeKutta) StabilityFunction() (numerator, denominator []float64) {
	return m.tableau().StabilityFunction()
}

// ImaginaryStabilityLimit is [Tableau.ImaginaryStabilityLimit] of the method's
// tableau.
func (m RungeKutta) ImaginaryStabilityLimit() float64 { return m.tableau().ImaginaryStabilityLimit() }

// AStable is [Tableau.AStable] of the method's tableau.
func (m RungeKutta) AStable() bool { return m.tableau().AStable() }

// LStable is [Tableau.LStable] of the method's tableau.
func (m RungeKutta) LStable() bool { return m.tableau().LStable() }
