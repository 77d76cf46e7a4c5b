package nn

import "gorgonia.org/gorgonia"

// Factor is a number in a scheme, such as the step size h of x + h·f. It is
// [Constant] or [Learned].
type Factor struct {
	value   float64
	param   *Param
	learned bool
}

// Constant is a factor that stays as it is. The zero Factor is Constant(0).
func Constant(value float64) Factor { return Factor{value: value} }

// Learned is a factor that is learned: a parameter of one value.
func Learned(p *Param) Factor { return Factor{param: p, learned: true} }

// check fails unless a constant factor is finite and a learned one is one value of the
// graph's number type.
func (f Factor) check(b *Builder, operation string) bool {
	switch {
	case !f.learned:
		b.mustBeFinite(operation, f.value)
	case b.ready(operation, nil, f.param) && f.param.Len() != 1:
		b.fail(operation, "%d values in %s, want 1", f.param.Len(), f.param.Name)
	}
	return b.err == nil
}

// mustBeFinite fails for factors that would leave no number behind.
func (b *Builder) mustBeFinite(operation string, factors ...float64) {
	if !finite(factors) {
		b.fail(operation, "factors %v, want finite numbers", factors)
	}
}

// input is the factor as the last input of an operation, none if it is constant.
func (f Factor) input(b *Builder) gorgonia.Nodes {
	if f.param == nil {
		return nil
	}
	return gorgonia.Nodes{b.param(f.param)}
}
