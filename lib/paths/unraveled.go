package paths

import (
	"errors"
	"fmt"
	"math"
)

// Unraveled is the forward view of a few residual blocks (Veit et al. 2016, section
// 3.1), y = x + f(x) one after another:
//
//	y₂ = x + f₁(x) + f₂(x + f₁(x))
//
// If f₂ is linear, f₂(x + f₁(x)) = f₂(x) + f₂(f₁(x)), and the state is a sum over paths:
// each hands x from one branch that it takes to the next. Otherwise it is not. A
// branch sees the sum of what comes by all paths up to it, and no term is of one path.
type Unraveled struct {
	Terms  [][]float64 // by path; path i takes block b if bit b of i is set
	Sum    []float64   // over all paths
	Output []float64   // of the blocks
}

// Unravel computes what each path through residual blocks makes of a state, given the
// branches. It returns an error unless there are 1 to [MaxEnumerated] of them and
// each returns as many values as it gets.
func Unravel(x []float64, branches ...func(x []float64) []float64) (*Unraveled, error) {
	switch n := len(branches); {
	case n < 1 || n > MaxEnumerated:
		return nil, fmt.Errorf("paths: Unravel: got %d branches, want 1 to %d", n, MaxEnumerated)
	case len(x) == 0:
		return nil, errors.New("paths: Unravel: got a state without values, want at least one")
	}
	u := &Unraveled{Terms: [][]float64{clone(x)}, Output: clone(x), Sum: make([]float64, len(x))}
	for b, f := range branches {
		if f == nil {
			return nil, fmt.Errorf("paths: Unravel: got no function for branch %d", b)
		}
		for _, term := range u.Terms { // those there are pass, and enter the branch too
			into := f(clone(term))
			if len(into) != len(x) {
				return nil, fmt.Errorf("paths: Unravel: got %d values from branch %d, want %d as it gets", len(into), b, len(x))
			}
			u.Terms = append(u.Terms, clone(into))
		}
		u.Output = plus(u.Output, f(clone(u.Output)), 0)
	}
	for _, term := range u.Terms {
		u.Sum = plus(u.Sum, term, 0)
	}
	return u, nil
}

func clone(x []float64) []float64 { return append([]float64{}, x...) }

// Gap is the norm of output minus sum, in parts of the output's: 0, but for rounding,
// for linear branches.
func (u *Unraveled) Gap() float64 {
	var difference, output float64
	for i, y := range u.Output {
		difference += (y - u.Sum[i]) * (y - u.Sum[i])
		output += y * y
	}
	return math.Sqrt(difference / output)
}
