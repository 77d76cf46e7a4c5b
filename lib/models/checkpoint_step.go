package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/ode"
)

// stepRecord is a [Step] in a file: its kind, and the fields that it has.
type stepRecord struct {
	Kind   string  `json:"kind"`
	H      float64 `json:"h,omitempty"`
	Gamma  float64 `json:"gamma,omitempty"`
	Method string  `json:"method,omitempty"`
	Steps  int     `json:"steps,omitempty"`
	Degree int     `json:"degree,omitempty"`
	Form   int     `json:"form,omitempty"`

	Bias float64 `json:"bias,omitempty"`

	Columns    int     `json:"columns,omitempty"`
	PoolBehind bool    `json:"poolBehind,omitempty"`
	LocalDrop  float64 `json:"localDrop,omitempty"`
	GlobalDrop float64 `json:"globalDrop,omitempty"`
	Dropout    float64 `json:"dropout,omitempty"`
}

// step is the step that has the record.
func (r *stepRecord) step() (Step, error) {
	if r == nil {
		return nil, nil
	}
	for _, s := range []Step{
		Euler{H: r.H},
		Multistep{H: r.H},
		Reversible{},
		Midpoint{H: r.H},
		Leapfrog{H: r.H},
		Momentum{Gamma: r.Gamma, H: r.H},
		Hamiltonian{H: r.H},
		RungeKutta{Method: ode.RungeKutta(r.Method), Steps: r.Steps, H: r.H},
		Polynomial{Degree: r.Degree, Form: Form(r.Form)},
		Highway{Bias: r.Bias},
		Fractal{Columns: r.Columns, PoolBehind: r.PoolBehind, LocalDrop: r.LocalDrop, GlobalDrop: r.GlobalDrop, Dropout: r.Dropout},
	} {
		if s.record() == *r {
			return s, nil
		}
	}
	return nil, fmt.Errorf("got the unknown step %.100q", fmt.Sprint(*r))
}
