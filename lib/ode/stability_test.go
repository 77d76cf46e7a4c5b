package ode_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

// drawTableau returns any consistent method of few stages, implicit as a rule.
func drawTableau(t *rapid.T) *ode.Tableau {
	n := rapid.IntRange(1, 3).Draw(t, "stages")
	quarter := rapid.IntRange(-4, 4)
	s := &ode.Tableau{Label: "any", C: make([]float64, n), B: make([]float64, n)}
	left := 1.
	for i := range n {
		row := make([]float64, rapid.IntRange(0, n).Draw(t, "length of the row"))
		for j := range row {
			row[j] = float64(quarter.Draw(t, "a")) / 4
			s.C[i] += row[j]
		}
		s.A = append(s.A, row)
		s.B[i] = float64(quarter.Draw(t, "b")) / 4
		left -= s.B[i]
	}
	s.B[n-1] += left
	return s
}

// What Sturm's chain and Routh's scheme say of a method, R(z) does: the limits
// separate stable points from others, and an A-stable method is stable on the left.
func TestLimitsAgreeWithR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawTableau(t)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		part := rapid.Float64Range(.01, .99).Draw(t, "part of the way")
		for _, ray := range []struct {
			name   string
			limit  float64
			toward complex128
		}{
			{"real", -s.RealStabilityLimit(), -1},
			{"imaginary", s.ImaginaryStabilityLimit(), 1i},
		} {
			inside := part * min(ray.limit, 100)
			if z := complex(inside, 0) * ray.toward; inside > 0 && !s.Stable(z) {
				t.Errorf("got unstable at %v, before the %s limit %v", z, ray.name, ray.limit)
			}
			if z := complex(ray.limit*1.0001+1e-5, 0) * ray.toward; ray.limit > 0 && !math.IsInf(ray.limit, 1) && s.Stable(z) {
				t.Errorf("got stable at %v, beyond the %s limit %v", z, ray.name, ray.limit)
			}
		}
		z := complex(-rapid.Float64Range(0, 50).Draw(t, "left"), rapid.Float64Range(-50, 50).Draw(t, "up"))
		if s.AStable() && !s.Stable(z) {
			t.Errorf("got A-stable, but |R| > 1 at %v", z)
		}
		if s.LStable() && !s.AStable() {
			t.Error("got L-stable and not A-stable")
		}
		if s.Order() > 2*len(s.B) || s.StageOrder() > s.Order() {
			t.Errorf("got order %d and stage order %d of %d stages", s.Order(), s.StageOrder(), len(s.B))
		}
	})
}

// Three steps of the implicit midpoint rule forward and one of twice the size back
// are stable on the whole imaginary axis, but the way back has its pole at z = −1,
// on the left: not A-stable.
func TestPoleOnTheLeftIsNotAStable(t *testing.T) {
	s, err := ode.ParseTableau("three forward, one back", `
		1/2 | 1/2
		3/2 |  1  1/2
		5/2 |  1   1  1/2
		 2  |  1   1   1  -1
		----+----------------
		    |  1   1   1  -2`)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.ImaginaryStabilityLimit(); !math.IsInf(got, 1) {
		t.Errorf("got imaginary stability limit %v, want +Inf", got)
	}
	if s.AStable() || s.LStable() || s.Stable(-.99) {
		t.Error("got A-stable, or stable beside a pole at −1")
	}
}
