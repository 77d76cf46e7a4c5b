package ode_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/ode"
)

// pairs are the methods that choose their own steps.
func pairs(explicit bool) (names []ode.RungeKutta) {
	for _, m := range ode.RungeKuttas() {
		if s := m.Tableau(); s.Embedded != nil && s.Explicit() == explicit {
			names = append(names, m)
		}
	}
	return names
}

func lorenz(_ float64, u, du []float64) {
	du[0] = 10 * (u[1] - u[0])
	du[1] = u[0]*(28-u[2]) - u[1]
	du[2] = u[0]*u[1] - 8./3*u[2]
}

// closedForms are problems whose solutions are known at every time.
func closedForms() []exactProblem {
	scalar := func(f func(t, u float64) float64) ode.InPlace {
		return func(t float64, u, du []float64) { du[0] = f(t, u[0]) }
	}
	one := func(u func(t float64) float64) func(t float64) []float64 {
		return func(t float64) []float64 { return []float64{u(t)} }
	}
	return []exactProblem{
		{"decay", scalar(func(_, u float64) float64 { return -u }), 20, one(func(t float64) float64 { return math.Exp(-t) }), 10},
		{"cubic decay", scalar(func(_, u float64) float64 { return -u * u * u / 2 }), 20, one(func(t float64) float64 { return 1 / math.Sqrt(1+t) }), 10},
		{"oscillating growth", scalar(func(t, u float64) float64 { return u * math.Cos(t) }), 20, one(func(t float64) float64 { return math.Exp(math.Sin(t)) }), 200},
		{"logistic", scalar(func(_, u float64) float64 { return u / 4 * (1 - u/20) }), 20, one(func(t float64) float64 { return 20 / (1 + 19*math.Exp(-t/4)) }), 100},
		{"circle", func(_ float64, u, du []float64) { du[0], du[1] = u[1], -u[0] }, 20, func(t float64) []float64 { return []float64{math.Cos(t), -math.Sin(t)} }, 50},
		{"two bodies on a circle", twoBodies, 20, func(t float64) []float64 {
			return []float64{math.Cos(t), math.Sin(t), -math.Sin(t), math.Cos(t)}
		}, 5000}, // a wrong speed is a wrong year, and the years add up
	}
}

type exactProblem struct {
	name  string
	f     ode.InPlace
	t1    float64
	exact func(t float64) []float64
	grows float64 // how much larger than the tolerance the error may become
}

func twoBodies(_ float64, u, du []float64) {
	r := math.Pow(u[0]*u[0]+u[1]*u[1], 1.5)
	du[0], du[1], du[2], du[3] = u[2], u[3], -u[0]/r, -u[1]/r
}

func (p exactProblem) problem() ode.Problem {
	return ode.Problem{InPlace: p.f, U0: p.exact(0), T1: p.t1}
}

func distance(u, v []float64) float64 {
	var d float64
	for i := range u {
		d = max(d, math.Abs(u[i]-v[i]))
	}
	return d
}

func integrate(t testing.TB, p ode.Problem, o ode.Options) *ode.Solution {
	t.Helper()
	sol, err := ode.Integrate(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return sol
}

// The error of a whole integration follows the tolerance, on problems with known
// solutions, at the steps and between them.
func TestErrorFollowsTheTolerance(t *testing.T) {
	for _, p := range closedForms() {
		var at []float64
		for i := range 41 {
			at = append(at, p.t1*float64(i)/40)
		}
		for _, m := range pairs(true) {
			t.Run(p.name+" with "+m.Name(), func(t *testing.T) {
				for _, tolerance := range []float64{1e-4, 1e-6, 1e-8} {
					if m.Order() < 3 && tolerance < 1e-6 {
						continue // too many steps for what they deliver
					}
					sol := integrate(t, p.problem(), ode.Options{Method: m, RelTol: tolerance, AbsTol: tolerance, At: at})
					var worst float64
					for i, u := range sol.U {
						worst = max(worst, distance(u, p.exact(at[i])))
					}
					grows := p.grows
					if m == ode.Fehlberg2 {
						grows *= 500 // its estimate is h/512 times a difference of slopes
					}
					if worst > grows*tolerance {
						t.Errorf("at tolerance %v: got an error of %.2g, want at most %v times the tolerance", tolerance, worst, grows)
					}
				}
			})
		}
	}
}

// There and back again: whatever the problem's direction, the way back ends where
// it began.
func TestBackwardInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(-1, 1).Draw(t, "rate")
		w := rapid.Float64Range(0.1, 3).Draw(t, "frequency")
		span := rapid.Float64Range(-5, 5).Draw(t, "span")
		f := func(_ float64, u, du []float64) { du[0], du[1] = a*u[0]+w*u[1], a*u[1]-w*u[0] }
		o := ode.Options{RelTol: 1e-9, AbsTol: 1e-9}
		there, err := ode.Integrate(context.Background(), ode.Problem{InPlace: f, U0: []float64{1, 0}, T0: 1, T1: 1 + span}, o)
		if err != nil {
			t.Fatal(err)
		}
		scale := math.Exp(a * span)
		want := []float64{scale * math.Cos(w*span), -scale * math.Sin(w*span)}
		if d := distance(there.Last(), want); d > 1e-6*max(1, scale) {
			t.Errorf("got %v after %v, want %v", there.Last(), span, want)
		}
		back, err := ode.Integrate(context.Background(), ode.Problem{InPlace: f, U0: there.Last(), T0: 1 + span, T1: 1}, o)
		if err != nil {
			t.Fatal(err)
		}
		if d := distance(back.Last(), []float64{1, 0}); d > 1e-6*max(1, 1/scale) {
			t.Errorf("got %v back at the start, want [1 0]", back.Last())
		}
	})
}

// With every controller the error is about proportional to the tolerance: a
// tolerance 100 times as small gives an error at least 20 times as small.
func TestToleranceProportionality(t *testing.T) {
	controllers := map[string]ode.Controller{"PI": ode.PI(), "PID": ode.PID(), "elementary": ode.Elementary()}
	for name, c := range controllers {
		for _, m := range pairs(true) {
			t.Run(name+" with "+m.Name(), func(t *testing.T) {
				p := ode.Problem{InPlace: twoBodies, U0: []float64{1, 0, 0, 1}, T1: 6}
				globalError := func(tolerance float64) float64 {
					sol := integrate(t, p, ode.Options{Method: m, Controller: c, RelTol: tolerance, AbsTol: tolerance, Save: ode.LastOnly})
					return distance(sol.Last(), []float64{math.Cos(6), math.Sin(6), -math.Sin(6), math.Cos(6)})
				}
				if ratio := globalError(1e-5) / globalError(1e-7); !(ratio >= 20) {
					t.Errorf("got errors in the ratio %.3g for tolerances in the ratio 100, want at least 20", ratio)
				}
			})
		}
	}
}

func TestDormandPrinceIsOfOrder4BetweenTheSteps(t *testing.T) {
	if got := ode.DormandPrince.Tableau().DenseOrder(); got != 4 {
		t.Errorf("got the order %d of the interpolant, want 4", got)
	}
}

// Between the steps the interpolants have their own order: 4 for Dormand and
// Prince's, 3 for Hermite's, so one step's error shrinks by one power more.
func TestInterpolantOrder(t *testing.T) {
	tests := []struct {
		method ode.Scheme
		order  float64 // of the local error in the middle of one step
	}{
		{ode.BogackiShampine, 4},
		{ode.DormandPrince, 5},
	}
	for _, tt := range tests {
		t.Run(tt.method.Name(), func(t *testing.T) {
			exact := func(t float64) float64 { return math.Exp(math.Sin(t)) }
			f := func(t float64, u, du []float64) { du[0] = u[0] * math.Cos(t) }
			within := func(h float64) float64 {
				p := ode.Problem{InPlace: f, U0: []float64{exact(1)}, T0: 1, T1: 1 + h}
				sol := integrate(t, p, ode.Options{Method: tt.method, FirstStep: h, RelTol: 1, AbsTol: 1})
				if len(sol.T) != 2 {
					t.Fatalf("got %d states, want one step", len(sol.T))
				}
				var worst float64
				for i := 1; i < 10; i++ {
					at := 1 + h*float64(i)/10
					u, err := sol.At(at)
					if err != nil {
						t.Fatal(err)
					}
					worst = max(worst, math.Abs(u[0]-exact(at)))
				}
				return worst
			}
			if got := math.Log2(within(0.04) / within(0.02)); math.Abs(got-tt.order) > 0.25 {
				t.Errorf("got the local order %.3f, want %v ± 0.25", got, tt.order)
			}
		})
	}
}

func TestSavingAtTimes(t *testing.T) {
	for _, span := range []float64{2, -2} {
		var at []float64
		for i := range 9 {
			at = append(at, span*float64(i)/8)
		}
		p := ode.Problem{F: decay, U0: []float64{1}, T1: span}
		sol := integrate(t, p, ode.Options{At: at, RelTol: 1e-8})
		if len(sol.T) != len(at) {
			t.Fatalf("got %d states, want %d", len(sol.T), len(at))
		}
		for i, x := range at {
			if sol.T[i] != x || math.Abs(sol.U[i][0]-math.Exp(-x)) > 1e-6 {
				t.Errorf("got %v at %v, want %v at %v", sol.U[i], sol.T[i], math.Exp(-x), x)
			}
		}
	}
	last := integrate(t, ode.Problem{F: decay, U0: []float64{1}, T1: 1}, ode.Options{Save: ode.LastOnly})
	if len(last.T) != 2 || last.T[1] != 1 {
		t.Errorf("got the times %v, want the first and the last", last.T)
	}
	if _, err := last.At(0.5); err == nil || !strings.Contains(err.Error(), "want one with Save: EveryStep") {
		t.Errorf("got error %v, want one about what was saved", err)
	}
}

func TestStatisticsCount(t *testing.T) {
	calls := 0
	f := func(t float64, u, du []float64) { calls++; lorenz(t, u, du) }
	sol := integrate(t, ode.Problem{InPlace: f, U0: []float64{1, 1, 1}, T1: 20}, ode.Options{})
	s := sol.Stats
	if s.Evaluations != calls || s.Accepted != len(sol.T)-1 || s.Rejected == 0 {
		t.Errorf("got %+v for %d calls and %d states", s, calls, len(sol.T))
	}
	if want := 2 + 6*(s.Accepted+s.Rejected); s.Evaluations != want {
		t.Errorf("got %d evaluations for %d tries, want 6 for each and 2 for the first step: %d", s.Evaluations, s.Accepted+s.Rejected, want)
	}
}

func TestFailuresSayWhereAndWhy(t *testing.T) {
	tests := []struct {
		name   string
		f      ode.InPlace
		o      ode.Options
		reason error
		at     float64 // near
	}{
		{"a pole at 1", func(_ float64, u, du []float64) { du[0] = u[0] * u[0] }, ode.Options{}, ode.ErrStepTooSmall, 1},
		{"an end of the domain", func(_ float64, u, du []float64) { du[0] = -1 / math.Sqrt(u[0]) }, ode.Options{}, ode.ErrStepTooSmall, 2. / 3},
		{"NaN from 1/2 on", func(t float64, u, du []float64) {
			if du[0] = -u[0]; t > 0.5 {
				du[0] = math.NaN()
			}
		}, ode.Options{}, ode.ErrNotFinite, 0.5},
		{"NaN at once", func(_ float64, _, du []float64) { du[0] = math.NaN() }, ode.Options{}, ode.ErrNotFinite, 0},
		{"stiff", func(t float64, u, du []float64) { du[0] = -1e7 * (u[0] - math.Cos(t)) }, ode.Options{MaxSteps: 1000}, ode.ErrTooManySteps, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sol, err := ode.Integrate(context.Background(), ode.Problem{InPlace: tt.f, U0: []float64{1}, T1: 2}, tt.o)
			var failure *ode.Failure
			if !errors.As(err, &failure) || !errors.Is(err, tt.reason) {
				t.Fatalf("got error %v, want a failure because %v", err, tt.reason)
			}
			if math.Abs(failure.T-tt.at) > 1e-3 || !strings.Contains(err.Error(), "ode: Integrate with "+ode.DormandPrince.Name()+": at t = ") {
				t.Errorf("got %v, want a failure at t = %v", err, tt.at)
			}
			if last := sol.T[len(sol.T)-1]; last != failure.T {
				t.Errorf("got a solution until %v, want one until %v", last, failure.T)
			}
		})
	}
}

// A step that t cannot tell from none is an error and no endless loop.
func TestStepsBelowTheRoundingOfTFail(t *testing.T) {
	p := ode.Problem{F: decay, U0: []float64{1}, T0: 1, T1: 2}
	for _, o := range []ode.Options{{MaxStep: 1e-20}, {FirstStep: 1e-20}} {
		if _, err := ode.Integrate(context.Background(), p, o); !errors.Is(err, ode.ErrStepTooSmall) {
			t.Errorf("got error %v, want that the step is too small", err)
		}
	}
}

func TestNoTimeToIntegrateOver(t *testing.T) {
	for _, o := range []ode.Options{{}, {Steps: 5}, {At: []float64{3}}} {
		sol := integrate(t, ode.Problem{F: decay, U0: []float64{7}, T0: 3, T1: 3}, o)
		if u, err := sol.At(3); err != nil || u[0] != 7 || len(sol.U) != 1 {
			t.Errorf("got %v and error %v, want the initial state alone", sol.U, err)
		}
	}
}

// News comes once for each hundredth of the way, whatever the number of steps.
func TestIntegrateReportsProgress(t *testing.T) {
	var done []int
	ctx := progress.With(context.Background(), func(task string, at, total int, metrics map[string]float64) {
		if !strings.HasPrefix(task, "integrate with ") || total != 100 || metrics["h"] == 0 {
			t.Errorf("got task %q, total %d and metrics %v", task, total, metrics)
		}
		done = append(done, at)
	})
	if _, err := ode.Integrate(ctx, ode.Problem{InPlace: lorenz, U0: []float64{1, 1, 1}, T1: -0.2}, ode.Options{RelTol: 1e-12}); err != nil {
		t.Fatal(err)
	}
	if len(done) < 50 || len(done) > 100 || !slices.IsSorted(done) || done[len(done)-1] != 100 {
		t.Errorf("got %d reports: %v, want at most 100 up to 100", len(done), done)
	}
}

func TestContextEndsAnIntegration(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	enough := errors.New("enough")
	calls := 0
	f := func(t float64, u, du []float64) {
		if calls++; calls == 100 {
			cancel(enough)
		}
		lorenz(t, u, du)
	}
	sol, err := ode.Integrate(ctx, ode.Problem{InPlace: f, U0: []float64{1, 1, 1}, T1: 1e6}, ode.Options{})
	if !errors.Is(err, enough) || len(sol.T) < 2 || calls > 110 {
		t.Errorf("got error %v, %d states and %d calls, want an end soon after 100 calls", err, len(sol.T), calls)
	}
}

func TestIntegrateNamesWhatIsWrong(t *testing.T) {
	good := ode.Problem{F: decay, U0: []float64{1}, T1: 1}
	change := func(f func(p *ode.Problem)) ode.Problem { p := good; f(&p); return p }
	event := []ode.Event{{Name: "ground"}}
	directed := func(direction int) []ode.Event {
		return []ode.Event{{Name: "ground", G: func(_ float64, u []float64) float64 { return u[0] }, Direction: direction}}
	}
	tests := []struct {
		name string
		p    ode.Problem
		o    ode.Options
		want string
	}{
		{"no right side", change(func(p *ode.Problem) { p.F = nil }), ode.Options{}, "got a nil function"},
		{"two right sides", change(func(p *ode.Problem) { p.InPlace = lorenz }), ode.Options{}, "got both F and InPlace"},
		{"no state", change(func(p *ode.Problem) { p.U0 = nil }), ode.Options{}, "got an empty state"},
		{"a state of NaN", change(func(p *ode.Problem) { p.U0 = []float64{math.NaN()} }), ode.Options{}, "want finite values"},
		{"an infinite end", change(func(p *ode.Problem) { p.T1 = math.Inf(1) }), ode.Options{}, "got the times 0 and +Inf"},
		{"a slope of another length", change(func(p *ode.Problem) { p.U0 = []float64{1, 2} }), ode.Options{}, "f returned 1 values for a state of 2"},
		{"a negative tolerance", good, ode.Options{RelTol: -1}, "got the tolerances -1 and 1e-09"},
		{"a negative first step", good, ode.Options{FirstStep: -1}, "got the first step -1"},
		{"a negative number of steps", good, ode.Options{MaxSteps: -1}, "at most -1, want at least 1"},
		{"an event without function", good, ode.Options{Events: event}, `event 0 ("ground"): got no function G`},
		{"an event of no direction", good, ode.Options{Events: directed(2)}, `event 0 ("ground"): got the direction 2, want 1`},
		{"an event of no direction downwards", good, ode.Options{Events: directed(-2)}, `event 0 ("ground"): got the direction -2, want 1`},
		{"times out of order", good, ode.Options{At: []float64{0.5, 0.25}}, "got the time 0.25 after 0.5"},
		{"a time outside", good, ode.Options{At: []float64{2}}, "want times in order from 0 to 1"},
		{"a controller that grows errors", good, ode.Options{Controller: ode.Controller{I: -1}}, "I = -1"},
		{"a scheme without estimate", good, ode.Options{Method: ode.BDF(2)}, "BDF 2: got a scheme that cannot choose its steps"},
		{"no scheme", good, ode.Options{Method: ode.RungeKutta("RK5")}, `got the Runge–Kutta method "RK5"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := ode.Integrate(context.Background(), tt.p, tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func BenchmarkIntegrate(b *testing.B) {
	for _, save := range []struct {
		name string
		what ode.Saving
	}{{"last", ode.LastOnly}, {"every", ode.EveryStep}} {
		b.Run("problem=Lorenz/save="+save.name, func(b *testing.B) {
			b.ReportAllocs()
			steps := 0
			for b.Loop() {
				sol := integrate(b, ode.Problem{InPlace: lorenz, U0: []float64{1, 1, 1}, T1: 50}, ode.Options{Save: save.what})
				steps += sol.Stats.Accepted
			}
			b.ReportMetric(float64(steps)/b.Elapsed().Seconds(), "steps/s")
		})
	}
}
