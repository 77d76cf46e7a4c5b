package models

import "fmt"

// stepRecord is a [Step] in a file: its kind, and the fields that it has.
type stepRecord struct {
	Kind   string `json:"kind"`
	Degree int    `json:"degree,omitempty"`
	Form   int    `json:"form,omitempty"`
}

// step is the step that has the record.
func (r *stepRecord) step() (Step, error) {
	if r == nil {
		return nil, nil
	}
	for _, s := range []Step{Euler{}, Multistep{}, Polynomial{Degree: r.Degree, Form: Form(r.Form)}} {
		if s.record() == *r {
			return s, nil
		}
	}
	return nil, fmt.Errorf("got the unknown step %.100q", fmt.Sprint(*r))
}
