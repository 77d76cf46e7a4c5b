package models

import "fmt"

// stepRecord is a [Step] in a file: its kind, and the fields that it has.
type stepRecord struct {
	Kind   string `json:"kind"`
	Degree int    `json:"degree,omitempty"`
	Form   int    `json:"form,omitempty"`

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
		Euler{},
		Multistep{},
		Polynomial{Degree: r.Degree, Form: Form(r.Form)},
		Fractal{Columns: r.Columns, PoolBehind: r.PoolBehind, LocalDrop: r.LocalDrop, GlobalDrop: r.GlobalDrop, Dropout: r.Dropout},
	} {
		if s.record() == *r {
			return s, nil
		}
	}
	return nil, fmt.Errorf("got the unknown step %.100q", fmt.Sprint(*r))
}
