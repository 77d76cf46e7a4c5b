package symbolic_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/symbolic"
)

var one = symbolic.Constant(big.NewRat(1, 1))

func polynomials(degree int) *rapid.Generator[symbolic.Polynomial] {
	return rapid.Custom(func(t *rapid.T) symbolic.Polynomial {
		return symbolic.Integers(rapid.SliceOfN(rapid.Int64Range(-5, 5), 1, degree+1).Draw(t, "coefficients")...)
	})
}

func functions() *rapid.Generator[symbolic.Function] {
	return rapid.Custom(func(t *rapid.T) symbolic.Function {
		den := polynomials(2).Filter(func(p symbolic.Polynomial) bool { return len(p) > 0 }).Draw(t, "denominator")
		return symbolic.NewFunction(polynomials(3).Draw(t, "numerator"), den)
	})
}

func TestDivisionLeavesALowerDegree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := polynomials(6).Draw(t, "p"), polynomials(3).Draw(t, "q")
		if len(q) == 0 {
			t.Skip("nothing to divide by")
		}
		quotient, rest := p.DivMod(q)
		if rest.Degree() >= q.Degree() || !quotient.Mul(q).Add(rest).Equal(p) {
			t.Errorf("got %v rest %v of %v by %v", quotient, rest, p, q)
		}
	})
}

func TestFunctionsAreAField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, g, h := functions().Draw(t, "f"), functions().Draw(t, "g"), functions().Draw(t, "h")
		if !f.Mul(g.Add(h)).Equal(f.Mul(g).Add(f.Mul(h))) {
			t.Error("multiplication does not distribute")
		}
		if !f.Sub(f).IsZero() {
			t.Error("f − f is not 0")
		}
		if inverse, err := one.Div(f); err == nil && !inverse.Mul(f).Equal(one) {
			t.Error("f·(1/f) is not 1")
		} else if err != nil && !(errors.Is(err, symbolic.ErrZero) && f.IsZero()) {
			t.Errorf("got error %v", err)
		}
	})
}

// The logarithm inverts exp(s) − 1: its coefficients are ±1/n.
func TestInverseOfExpIsLog(t *testing.T) {
	e := symbolic.Exp(1, 9)
	e[0] = symbolic.Function{}
	log, err := e.Inverse()
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(log); n++ {
		want := symbolic.Constant(big.NewRat(int64(1-2*((n+1)%2)), int64(n)))
		if !log[n].Equal(want) {
			t.Errorf("got %s as coefficient of s^%d, want %s", log[n].Format("k", symbolic.Text), n, want.Format("k", symbolic.Text))
		}
	}
	if _, err := (symbolic.Series{{}, {}, one}).Inverse(); !errors.Is(err, symbolic.ErrZero) {
		t.Errorf("got error %v for a series without s, want ErrZero", err)
	}
}

// exp(a)·exp(b) = exp(a+b), and dividing takes it back.
func TestSeriesOfExp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64Range(-4, 4).Draw(t, "a"), rapid.Int64Range(-4, 4).Draw(t, "b")
		const n = 6
		product, want := symbolic.Exp(a, n).Mul(symbolic.Exp(b, n)), symbolic.Exp(a+b, n)
		back, err := want.Div(symbolic.Exp(b, n))
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if !product[i].Equal(want[i]) || !back[i].Equal(symbolic.Exp(a, n)[i]) {
				t.Errorf("coefficient %d differs", i)
			}
		}
	})
}

func TestFormat(t *testing.T) {
	p := symbolic.Integers
	onePlus := p(1, 1)
	tests := []struct {
		f           symbolic.Function
		text, latex string
	}{
		{symbolic.Function{}, "0", "0"},
		{one, "1", "1"},
		{symbolic.Constant(big.NewRat(-5, 12)), "−5/12", `-\frac{5}{12}`},
		{symbolic.FromPolynomial(onePlus), "(1 + k)", "(1 + k)"},
		{symbolic.NewFunction(p(1, -1), p(2)), "(1 − k)/2", `\frac{1 - k}{2}`},
		{symbolic.NewFunction(p(-2, 2), p(3)), "−2·(1 − k)/3", `-\frac{2 (1 - k)}{3}`},
		{symbolic.NewFunction(p(0, 0, 3), p(1)), "3·k²", "3 k^{2}"},
		{symbolic.NewFunction(p(1), onePlus), "1/(1 + k)", `\frac{1}{1 + k}`},
		{
			symbolic.NewFunction(p(-1, -4, -1), onePlus.Mul(onePlus).Mul(onePlus).Mul(p(6))),
			"−(1 + 4·k + k²)/(6·(1 + k)³)", `-\frac{1 + 4 k + k^{2}}{6 (1 + k)^{3}}`,
		},
		{symbolic.NewFunction(p(1), p(2, -1).Mul(p(2, -1)).Mul(p(1, 3))), "1/((1 + 3·k)·(2 − k)²)", `\frac{1}{(1 + 3 k) (2 - k)^{2}}`},
	}
	for _, tt := range tests {
		if got := tt.f.Format("k", symbolic.Text); got != tt.text {
			t.Errorf("got %s, want %s", got, tt.text)
		}
		if got := tt.f.Format("k", symbolic.LaTeX); got != tt.latex {
			t.Errorf("got %s, want %s", got, tt.latex)
		}
	}
}

func TestEvalAtAPole(t *testing.T) {
	f := symbolic.NewFunction(symbolic.Integers(1), symbolic.Integers(1, 1))
	if got := f.Eval(1); got != .5 {
		t.Errorf("got %v, want 0.5", got)
	}
	for _, x := range []float64{-1, math.NaN(), math.Inf(1)} {
		if got := f.Eval(x); !math.IsNaN(got) {
			t.Errorf("got %v at %v, want NaN", got, x)
		}
	}
}

func TestLagrange(t *testing.T) {
	nodes := []int64{1, 0, -1, -2}
	for j, l := range symbolic.Lagrange(nodes) {
		for i, x := range nodes {
			want := int64(0)
			if i == j {
				want = 1
			}
			if got := l.Eval(big.NewRat(x, 1)); got.Cmp(big.NewRat(want, 1)) != 0 {
				t.Errorf("got %v from polynomial %d at %d, want %d", got, j, x, want)
			}
		}
	}
	if got := symbolic.Integers(0, 0, 3).Integral(big.NewRat(-1, 1), big.NewRat(2, 1)); got.Cmp(big.NewRat(9, 1)) != 0 {
		t.Errorf("got %v as integral of 3x² from −1 to 2, want 9", got)
	}
}
