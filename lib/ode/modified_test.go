package ode_test

import (
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

// The scheme of LM-ResNet follows an equation with k in its coefficients.
func ExampleFamily_ModifiedEquation() {
	e, err := ode.LMFamily().ModifiedEquation(4)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(e)
	fmt.Println(e.LaTeX())
	fmt.Println("for f = λu:", e.RateString())
	// Output:
	// (1 + k)·u' + (1 − k)/2·h·u'' + (1 + k)/6·h²·u''' + (1 − k)/24·h³·u⁽⁴⁾ = f + O(h⁴)
	// (1 + k) u' + \frac{1 - k}{2} h u'' + \frac{1 + k}{6} h^{2} u''' + \frac{1 - k}{24} h^{3} u^{(4)} = f + O(h^{4})
	// for f = λu: r = 1/(1 + k)·λ − (1 − k)/(2·(1 + k)³)·h·λ² + (1 − 4·k + k²)/(3·(1 + k)⁵)·h²·λ³ − (1 − 9·k + 9·k² − k³)/(4·(1 + k)⁷)·h³·λ⁴ + O(h⁴)
}

// Forward Euler follows an equation whose solutions decay faster: r is the
// logarithm log(1+hλ)/h.
func ExampleMultistep_ModifiedEquation() {
	e, err := ode.LM(0).ModifiedEquation(4)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(e)
	fmt.Println(e.RateString())
	// Output:
	// u' + 1/2·h·u'' + 1/6·h²·u''' + 1/24·h³·u⁽⁴⁾ = f + O(h⁴)
	// r = λ − 1/2·h·λ² + 1/3·h²·λ³ − 1/4·h³·λ⁴ + O(h⁴)
}

// Closed forms, known by hand.
func TestModifiedEquationsInClosedForm(t *testing.T) {
	tests := []struct {
		scheme *ode.Multistep
		want   string
	}{
		{ode.LM(1).Consistent(), "u' + 1/6·h²·u''' = f + O(h⁴)"}, // sinh(hD)/h
		{trapezoid(), "u' − 1/12·h²·u''' = f + O(h⁴)"},           // 2·tanh(hD/2)/h
		{milne(nil), "u' = f + O(h⁴)"},
		{bashforth(3, nil), "u' + 3/8·h³·u⁽⁴⁾ = f + O(h⁴)"},
		{ode.LM(-.5), "1/2·u' + 3/4·h·u'' + 1/12·h²·u''' + 1/16·h³·u⁽⁴⁾ = f + O(h⁴)"},
		{ode.LM(-1), "h·u'' + 1/12·h³·u⁽⁴⁾ = f + O(h⁴)"}, // Störmer's scheme: no speed, only inertia
	}
	for _, tt := range tests {
		t.Run(tt.scheme.Name(), func(t *testing.T) {
			e, err := tt.scheme.ModifiedEquation(4)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// The formula in k and the numbers of one k are the same equation.
func TestFamilyContainsItsMembers(t *testing.T) {
	family, err := ode.LMFamily().ModifiedEquation(5)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		k := float64(rapid.IntRange(-99, 100).Draw(t, "percent")) / 100
		member, err := ode.LMFamily().At(k).ModifiedEquation(5)
		if err != nil {
			t.Fatal(err)
		}
		for q := 1; q <= 5; q++ {
			for _, pair := range [][2]float64{
				{family.Coefficient(q, k), member.Coefficient(q, 0)},
				{family.RateCoefficient(q, k), member.RateCoefficient(q, 0)},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-9*max(1, math.Abs(pair[1])) {
					t.Errorf("k = %v, q = %d: got %v from the formula, want %v", k, q, pair[0], pair[1])
				}
			}
			// For LM(k) the series is e^s − (1−k) − k·e^(−s).
			sign := float64(1 - 2*(q%2))
			if want := (1 - k*sign) / math.Gamma(float64(q+1)); math.Abs(family.Coefficient(q, k)-want) > 1e-15 {
				t.Errorf("k = %v: got c[%d] = %v, want (1−(−1)^q·k)/q! = %v", k, q, family.Coefficient(q, k), want)
			}
		}
	})
}

// The scheme's own growth differs from that of an equation of n terms by
// c[n+1]/c[1]·(λ/c[1])^(n+1)·hⁿ. For n = 2 and λ = −1 that is h²/(6(1+k)³).
func TestGrowthFollowsTheModifiedEquation(t *testing.T) {
	tests := []struct{ k, want float64 }{
		{-.1, .229}, {0, .167}, {.3, .076}, {1, .0208},
	}
	for _, tt := range tests {
		e, err := ode.LMFamily().ModifiedEquation(2)
		if err != nil {
			t.Fatal(err)
		}
		const h = 1e-3
		got := (ode.LM(tt.k).GrowthRate(-1, h) - e.Rate(tt.k, -1, h)) / (h * h)
		if closed := 1 / (6 * math.Pow(1+tt.k, 3)); math.Abs(got-closed) > 1e-2*closed || math.Abs(closed-tt.want) > 5e-4 {
			t.Errorf("k = %v: got a gap of %.4f·h², want %.4f", tt.k, got, closed)
		}
	}
}

// Each further term of the equation, or of the rate, leaves one order of h less
// unexplained.
func TestEveryTermGainsAnOrder(t *testing.T) {
	for _, s := range []*ode.Multistep{ode.LM(-.3), ode.LM(.4), bashforth(3, nil)} {
		for terms := 1; terms <= 5; terms++ {
			e, err := s.ModifiedEquation(terms + 1)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(e.Coefficient(terms+1, 0)) < 1e-3 {
				continue // the next term is none: this one explains more
			}
			if e, err = s.ModifiedEquation(terms); err != nil {
				t.Fatal(err)
			}
			gap := func(h float64) float64 { return math.Abs(s.GrowthRate(-1, h) - e.Rate(0, -1, h)) }
			h := .02 / s.Speed()
			if got := math.Log2(gap(h) / gap(h/2)); math.Abs(got-float64(terms)) > .25 {
				t.Errorf("%s, %d terms: got a gap of order %.3f, want %d", s.Name(), terms, got, terms)
			}
		}
	}
}

// The equation begins with the speed and the error constant.
func TestModifiedEquationBeginsWithTheOrder(t *testing.T) {
	for _, s := range []*ode.Multistep{ode.LM(.25).Consistent(), bashforth(3, nil), bashforth(4, nil), trapezoid(), milne(nil)} {
		p := s.Order()
		e, err := s.ModifiedEquation(p + 1)
		if err != nil {
			t.Fatal(err)
		}
		for q := 1; q <= p+1; q++ {
			want := 0.0
			switch q {
			case 1:
				want = 1
			case p + 1:
				want = s.ErrorConstant()
			}
			if got := e.Coefficient(q, 0); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s: got c[%d] = %v, want %v", s.Name(), q, got, want)
			}
		}
	}
}

func TestModifiedEquationSaysWhatIsWrong(t *testing.T) {
	idle := &ode.Multistep{Label: "idle", Alpha: []float64{1}, Beta: []float64{0}}
	uneven := &ode.Family{Label: "uneven", Parameter: "k", Alpha: [][]float64{{1, 1}}, Beta: [][]float64{{1}}}
	tests := []struct {
		name string
		make func() (*ode.ModifiedEquation, error)
		want string
	}{
		{"no terms", func() (*ode.ModifiedEquation, error) { return ode.LM(0).ModifiedEquation(0) }, "of 0 terms to compute, want 1 to 12"},
		{"too many terms", func() (*ode.ModifiedEquation, error) { return ode.LM(0).ModifiedEquation(99) }, "of 99 terms"},
		{"no slope", func() (*ode.ModifiedEquation, error) { return idle.ModifiedEquation(3) }, "got σ(1) = 0"},
		{"no scheme", func() (*ode.ModifiedEquation, error) { return ode.LM(math.NaN()).ModifiedEquation(3) }, "coefficient NaN"},
		{"a sum with k in it", func() (*ode.ModifiedEquation, error) { return uneven.ModifiedEquation(3) }, "got 1 in front of k¹ in the sum of Alpha, want 0"},
		{"nil", func() (*ode.ModifiedEquation, error) { return (*ode.Family)(nil).ModifiedEquation(3) }, "nil family"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.make(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
	var none *ode.ModifiedEquation
	if none.String() == "" || none.LaTeX() == "" || !math.IsNaN(none.Coefficient(1, 0)) || !math.IsNaN(none.Rate(0, 1, 1)) {
		t.Error("got a coefficient of no equation")
	}
	e, err := ode.LM(-1).ModifiedEquation(2)
	if err != nil || !math.IsNaN(e.RateCoefficient(1, 0)) || e.Right(1) != "" || !strings.Contains(e.RateString(), "no rate") {
		t.Errorf("got a rate of LM(−1), or error %v", err)
	}
}

// A notebook shows the formula.
func TestModifiedEquationIsShownAsFormula(t *testing.T) {
	e, err := ode.LMFamily().ModifiedEquation(2)
	if err != nil {
		t.Fatal(err)
	}
	bundle := e.MIMEBundle()
	if got, want := bundle["text/latex"], `$$(1 + k) u' + \frac{1 - k}{2} h u'' = f + O(h^{2})$$`; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := bundle["text/plain"], "(1 + k)·u' + (1 − k)/2·h·u'' = f + O(h²)"; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if e.Left(2) != "(1 − k)/2" || e.Right(1) != "1/(1 + k)" || e.Left(3) != "" {
		t.Errorf("got c[2] = %q and d[1] = %q", e.Left(2), e.Right(1))
	}
}
