package ode

import (
	"errors"
	"fmt"
	"math"
	"math/cmplx"
	"slices"
)

// PredictorCorrector makes an implicit scheme explicit: Predictor says where the
// step may lead, f is evaluated there, and Corrector uses that slope in place of
// the one it asks for. With the evaluation at the corrected state, which the next
// step needs, it is known as PECE.
//
//	predict    v = Σ αᴾ[j]·u[n−j] + h·Σ βᴾ[j]·f[n−j]
//	evaluate   g = f(t[n+1], v)
//	correct    u[n+1] = Σ αᶜ[j]·u[n−j] + h·(b·g + Σ βᶜ[j]·f[n−j])
//
// It saves Newton's iteration and keeps the corrector's order if the predictor's
// is one less at least, but not its stability: for u' = λu the roots are those of
// a polynomial whose coefficients have hλ in the square.
type PredictorCorrector struct {
	Label     string
	Predictor *Multistep // an explicit scheme
	Corrector *Multistep // an implicit one

	// Start takes the first steps, as in [Multistep]. Nil means ForwardEuler.
	Start Scheme
}

var _ Scheme = (*PredictorCorrector)(nil)

var errNoPredictor = errors.New("got no predictor or no corrector, want both")

// AdamsPECE returns Adams and Bashforth's scheme as predictor of Adams and
// Moulton's, both of the given order, 1 to 5. Order 2 is Heun with a better
// prediction. Any other order gives a scheme that does not pass Check.
func AdamsPECE(order int) *PredictorCorrector {
	return &PredictorCorrector{
		Label:     fmt.Sprintf("Adams PECE %d", order),
		Predictor: AdamsBashforth(order),
		Corrector: AdamsMoulton(order),
		Start:     startFor(order),
	}
}

// Name returns the scheme's label.
func (s *PredictorCorrector) Name() string {
	if s == nil {
		return "no predictor-corrector scheme"
	}
	return s.Label
}

// String is the name.
func (s *PredictorCorrector) String() string { return s.Name() }

// Check returns an error unless the predictor is an explicit scheme, the corrector
// an implicit one, both with the same speed, and Start, where it is needed, a
// scheme of one step.
func (s *PredictorCorrector) Check() error {
	if s == nil || s.Predictor == nil || s.Corrector == nil {
		return fmt.Errorf("ode: %s: %w", s.Name(), errNoPredictor)
	}
	for _, part := range []*Multistep{s.Predictor, s.Corrector} {
		if err := part.Check(); err != nil {
			return fmt.Errorf("ode: predictor-corrector scheme %q: %w", s.Label, err)
		}
	}
	if s.Predictor.BetaNew != 0 || s.Corrector.BetaNew == 0 {
		return fmt.Errorf("ode: predictor-corrector scheme %q: got b = %v of the predictor and %v of the corrector, want 0 and another number", s.Label, s.Predictor.BetaNew, s.Corrector.BetaNew)
	}
	if p, c := s.Predictor.Speed(), s.Corrector.Speed(); !near(p, c) {
		return fmt.Errorf("ode: predictor-corrector scheme %q: got a predictor of speed %v and a corrector of speed %v, want the same", s.Label, p, c)
	}
	return s.recursion(0).checkStart()
}

// Steps is that of the part that looks further back.
func (s *PredictorCorrector) Steps() int {
	if s == nil || s.Predictor == nil || s.Corrector == nil {
		return 0
	}
	return max(s.Predictor.Steps(), s.Corrector.Steps())
}

// Evaluations is the number of slopes that a step uses: those of the known states
// and the predicted one.
func (s *PredictorCorrector) Evaluations() int {
	n := 1
	for j := range s.Steps() {
		if at(s.Predictor.Beta, j) != 0 || at(s.Corrector.Beta, j) != 0 {
			n++
		}
	}
	return n
}

// Speed is that of both parts.
func (s *PredictorCorrector) Speed() float64 {
	if s.Check() != nil {
		return math.NaN()
	}
	return s.Corrector.Speed()
}

// Order is the corrector's, but at most one more than the predictor's; see
// [Multistep] for what Solve delivers.
func (s *PredictorCorrector) Order() int {
	if s.Check() != nil {
		return 0
	}
	return min(s.Corrector.Order(), s.Predictor.Order()+1)
}

// Step returns the state at t+h, in the way of [Multistep.Step].
func (s *PredictorCorrector) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := checkStep(s, f, past); err != nil {
		return nil, err
	}
	if len(past) < s.Steps() {
		return s.recursion(0).starter().Step(f, t, h, past)
	}
	predicted, err := s.Predictor.Step(f, t, h, past)
	if err != nil {
		return nil, err
	}
	g, err := f.at(t+h, predicted)
	if err != nil {
		return nil, stepError(s, err)
	}
	slope := slices.Clone(g)
	explicit := *s.Corrector
	explicit.BetaNew = 0
	next, err := explicit.Step(f, t, h, past)
	if err != nil {
		return nil, err
	}
	axpy(next, h*s.Corrector.BetaNew, slope)
	return next, nil
}

// recursion returns the scheme that multiplies the past like s does for u' = λu
// and hλ = μ, as one without slopes:
//
//	a[j] = αᶜ[j] + μ·βᶜ[j] + μ·b·(αᴾ[j] + μ·βᴾ[j])
//
// for μ = 0 the corrector's α.
func (s *PredictorCorrector) recursion(mu float64) *Multistep {
	r := &Multistep{Label: s.Label, Alpha: make([]float64, s.Steps()), Beta: make([]float64, s.Steps()), Start: s.Start}
	for j := range r.Alpha {
		r.Alpha[j] = real(s.factor(j, complex(mu, 0)))
	}
	return r
}

func (s *PredictorCorrector) factor(j int, mu complex128) complex128 {
	p, c := s.Predictor, s.Corrector
	number := func(values []float64) complex128 { return complex(at(values, j), 0) }
	return number(c.Alpha) + mu*number(c.Beta) +
		mu*complex(c.BetaNew, 0)*(number(p.Alpha)+mu*number(p.Beta))
}

// Roots returns the roots of the recursion for u' = λu and hλ = μ, the principal
// one first; see [Multistep.Roots].
func (s *PredictorCorrector) Roots(mu complex128) []complex128 {
	if s.Check() != nil {
		return nil
	}
	n := s.Steps()
	p := make(polynomial, n+1)
	p[n] = 1
	for j := range n {
		p[n-1-j] = -s.factor(j, mu)
	}
	return principalFirst(p, cmplx.Exp(complex(s.Speed(), 0)*mu))
}

// Stable reports whether the roots satisfy the root condition.
func (s *PredictorCorrector) Stable(mu complex128) bool { return rootsBounded(s.Roots(mu)) }

// GrowthRate returns log(z)/h for the principal root z.
func (s *PredictorCorrector) GrowthRate(lambda, h float64) float64 {
	roots := s.Roots(complex(h*lambda, 0))
	if roots == nil {
		return math.NaN()
	}
	return rate(roots[0], h)
}

// RealStabilityLimit returns where the root condition first fails to the left of
// μ = 0. With all roots inside the unit circle each coefficient of the polynomial
// is a binomial at most, and one of them grows at least like |μ|, which ends the
// search.
func (s *PredictorCorrector) RealStabilityLimit() float64 {
	if s.Check() != nil || !s.recursion(0).ZeroStable() {
		return 0
	}
	end := -1.0
	for end > -1e6 && s.bounded(end) {
		end *= 2
	}
	return firstFailure(s.Stable, end)
}

// bounded reports whether no coefficient exceeds the largest binomial.
func (s *PredictorCorrector) bounded(mu float64) bool {
	for j := range s.Steps() {
		if cmplx.Abs(s.factor(j, complex(mu, 0))) > math.Exp2(float64(s.Steps())) {
			return false
		}
	}
	return true
}

// at returns a value of a slice, and 0 beyond its end.
func at(values []float64, j int) float64 {
	if j < len(values) {
		return values[j]
	}
	return 0
}
